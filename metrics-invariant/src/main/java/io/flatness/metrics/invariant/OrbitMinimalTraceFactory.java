package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code orbit-minimal-trace}. */
public final class OrbitMinimalTraceFactory implements MetricFactory<OrbitMinimalTraceParameters> {
    @Override
    public String name() {
        return "orbit-minimal-trace";
    }

    @Override
    public String description() {
        return "Smallest Hessian trace over all rescalings of the same function.";
    }

    @Override
    public Class<OrbitMinimalTraceParameters> parameters() {
        return OrbitMinimalTraceParameters.class;
    }

    @Override
    public Metric create(OrbitMinimalTraceParameters parameters) {
        return new OrbitMinimalTrace(parameters);
    }
}
