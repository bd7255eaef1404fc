package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code gauge-fixed-spectral-norm}. */
public final class GaugeFixedSpectralNormFactory implements MetricFactory<NoParameters> {
    @Override
    public String name() {
        return "gauge-fixed-spectral-norm";
    }

    @Override
    public String description() {
        return "Spectral norm of the Hessian at the rescaling with the smallest weights.";
    }

    @Override
    public Class<NoParameters> parameters() {
        return NoParameters.class;
    }

    @Override
    public Metric create(NoParameters parameters) {
        return new GaugeFixedSpectralNorm();
    }
}
