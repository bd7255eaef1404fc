package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code fisher-gradient-norm}. */
public final class FisherGradientNormFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "fisher-gradient-norm";
    }

    @Override
    public String description() {
        return "Squared length of the gradient in the inverse Fisher metric: twice what a natural gradient step promises.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new FisherGradientNorm();
    }
}
