package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-spectral-norm}: ‖H‖₂, the largest |eigenvalue|. */
public final class SpectralNormFactory implements MetricFactory<SpectralNormFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Included Selection selection,

            @Param(doc = "residual asked for, relative to the norm", defaultValue = "1e-10")
            double tolerance,

            @Param(doc = "products with the matrix allowed", defaultValue = "5000")
            int maxProducts) {
        /** Checks the ranges. */
        public Parameters {
            Checks.tolerance(tolerance);
            Checks.maxProducts(maxProducts);
        }
    }

    @Override
    public String name() {
        return "hessian-spectral-norm";
    }

    @Override
    public String description() {
        return "Spectral norm of the Hessian, its largest |eigenvalue|, with a rigorous interval (Section 2).";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        return new CurvatureMetric(p.selection(), new SpectralNorm(p.tolerance(), p.maxProducts()))
                .with(SpectralNorm::scaled);
    }
}
