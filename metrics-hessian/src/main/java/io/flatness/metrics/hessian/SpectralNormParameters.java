package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-spectral-norm}: ‖H‖₂, the largest |eigenvalue|. */
record SpectralNormParameters(
        @Included Selection selection,

        @Param(doc = "residual asked for, relative to the norm", defaultValue = "1e-10")
        double tolerance,

        @Param(doc = "products with the matrix allowed", defaultValue = "5000")
        int maxProducts) {
    SpectralNormParameters {
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
    }

    Metric metric() {
        return new CurvatureMetric(selection, new SpectralNorm(tolerance, maxProducts)).with(SpectralNorm::scaled);
    }
}
