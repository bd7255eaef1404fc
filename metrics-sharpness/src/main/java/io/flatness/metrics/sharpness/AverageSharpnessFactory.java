package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code average-sharpness}. */
public final class AverageSharpnessFactory implements MetricFactory<AverageSharpnessParameters> {
    @Override
    public String name() {
        return "average-sharpness";
    }

    @Override
    public String description() {
        return "Mean rise of the loss under Gaussian noise on the parameters.";
    }

    @Override
    public Class<AverageSharpnessParameters> parameters() {
        return AverageSharpnessParameters.class;
    }

    @Override
    public Metric create(AverageSharpnessParameters parameters) {
        return new AverageSharpness(parameters);
    }
}
