package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code fisher-pencil}. */
public final class FisherPencilFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "fisher-pencil";
    }

    @Override
    public String description() {
        return "Largest eigenvalue of the Hessian relative to the Fisher matrix, on its range.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new FisherPencil();
    }
}
