package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code random-subspace-sharpness}. */
public final class RandomSubspaceSharpnessFactory implements MetricFactory<RandomSubspaceSharpnessParameters> {
    @Override
    public String name() {
        return "random-subspace-sharpness";
    }

    @Override
    public String description() {
        return "Largest relative rise of the loss, in percent, within a box of a random subspace, from below.";
    }

    @Override
    public Class<RandomSubspaceSharpnessParameters> parameters() {
        return RandomSubspaceSharpnessParameters.class;
    }

    @Override
    public Metric create(RandomSubspaceSharpnessParameters parameters) {
        return new RandomSubspaceSharpness(parameters);
    }
}
