package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code orbit-minimal-spectral-norm}. */
public final class OrbitMinimalSpectralNormFactory implements MetricFactory<OrbitMinimalSpectralNormParameters> {
    @Override
    public String name() {
        return "orbit-minimal-spectral-norm";
    }

    @Override
    public String description() {
        return "Smallest spectral norm of the Hessian over all rescalings of the same function.";
    }

    @Override
    public Class<OrbitMinimalSpectralNormParameters> parameters() {
        return OrbitMinimalSpectralNormParameters.class;
    }

    @Override
    public Metric create(OrbitMinimalSpectralNormParameters parameters) {
        return new OrbitMinimalSpectralNorm(parameters);
    }
}
