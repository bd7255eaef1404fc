package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code normalized-sharpness}. */
public final class NormalizedSharpnessFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "normalized-sharpness";
    }

    @Override
    public String description() {
        return "Curvature plus size of the weights at the best row and column scales of every layer.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new NormalizedSharpness();
    }
}
