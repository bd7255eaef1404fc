package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code fisher-hessian-trace}. */
public final class FisherHessianTraceFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "fisher-hessian-trace";
    }

    @Override
    public String description() {
        return "Trace of the pseudo-inverse Fisher matrix times the Hessian.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new FisherHessianTrace();
    }
}
