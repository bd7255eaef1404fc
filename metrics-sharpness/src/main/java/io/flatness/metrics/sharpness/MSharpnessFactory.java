package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code m-sharpness}. */
public final class MSharpnessFactory implements MetricFactory<MSharpnessParameters> {
    @Override
    public String name() {
        return "m-sharpness";
    }

    @Override
    public String description() {
        return "Mean over groups of m samples of the largest rise of a group's loss within a ball.";
    }

    @Override
    public Class<MSharpnessParameters> parameters() {
        return MSharpnessParameters.class;
    }

    @Override
    public Metric create(MSharpnessParameters parameters) {
        return new MSharpness(parameters);
    }
}
