package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code gauge-fixed-trace}. */
public final class GaugeFixedTraceFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "gauge-fixed-trace";
    }

    @Override
    public String description() {
        return "Hessian trace at the rescaling with the smallest weights.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new GaugeFixedTrace();
    }
}
