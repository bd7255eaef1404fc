package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code relative-flatness}. */
public final class RelativeFlatnessFactory implements MetricFactory<RelativeFlatnessParameters> {
    @Override
    public String name() {
        return "relative-flatness";
    }

    @Override
    public String description() {
        return "Trace of each layer weighted by the inner products of its neurons, summed over layers.";
    }

    @Override
    public Class<RelativeFlatnessParameters> parameters() {
        return RelativeFlatnessParameters.class;
    }

    @Override
    public Metric create(RelativeFlatnessParameters parameters) {
        return new RelativeFlatness(parameters);
    }
}
