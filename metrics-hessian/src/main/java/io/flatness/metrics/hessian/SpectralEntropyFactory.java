package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** {@code hessian-spectral-entropy}: Rényi's entropy of order 2 of the spectrum. */
public final class SpectralEntropyFactory implements MetricFactory<SpectralEntropyFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Included Probing probing, @Included Selection selection) {}

    @Override
    public String name() {
        return "hessian-spectral-entropy";
    }

    @Override
    public String description() {
        return "Rényi entropy of order 2 of the eigenvalues' magnitudes: the logarithm of how many directions share the curvature.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        return new CurvatureMetric(p.selection(), new SpectralEntropy(p.probing())).with(SpectralEntropy::scaled);
    }
}
