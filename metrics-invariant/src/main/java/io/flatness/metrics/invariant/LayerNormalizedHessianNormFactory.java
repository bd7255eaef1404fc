package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code layer-normalized-hessian-norm}. */
public final class LayerNormalizedHessianNormFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "layer-normalized-hessian-norm";
    }

    @Override
    public String description() {
        return "Spectral norm of the Hessian with every tensor measured in units of its own norm.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new LayerNormalizedHessianNorm();
    }
}
