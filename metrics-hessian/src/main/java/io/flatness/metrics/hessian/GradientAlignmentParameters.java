package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-gradient-alignment}: the share of the gradient in the top eigenspace. */
record GradientAlignmentParameters(
        @Param(doc = "number of top eigenvectors", defaultValue = "5")
        int count,

        @Param(doc = "residuals asked for, relative to the spectral norm", defaultValue = "1e-8")
        double tolerance,

        @Param(doc = "products with the matrix allowed", defaultValue = "5000")
        int maxProducts,

        @Included Selection selection) {
    GradientAlignmentParameters {
        Checks.atLeast("count", count, 1);
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
    }

    Metric metric() {
        GradientAlignment measure = new GradientAlignment(count, tolerance, maxProducts);
        return new CurvatureMetric(selection, measure);
    }
}
