package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code information-sharpness}. */
public final class InformationSharpnessFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "information-sharpness";
    }

    @Override
    public String description() {
        return "Trace of the pseudo-inverse Fisher matrix times the empirical Fisher matrix.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new InformationSharpness();
    }
}
