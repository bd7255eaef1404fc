package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code epsilon-sharpness}. */
public final class EpsilonSharpnessFactory implements MetricFactory<EpsilonSharpnessParameters> {
    @Override
    public String name() {
        return "epsilon-sharpness";
    }

    @Override
    public String description() {
        return "Largest relative rise of the loss within a Euclidean ball of radius epsilon, from below (Definition 2).";
    }

    @Override
    public Class<EpsilonSharpnessParameters> parameters() {
        return EpsilonSharpnessParameters.class;
    }

    @Override
    public Metric create(EpsilonSharpnessParameters parameters) {
        return new EpsilonSharpness(parameters);
    }
}
