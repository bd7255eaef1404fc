package io.flatness.metrics.hessian;

import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-top-eigenvalues}: eigenvalues at one end of the spectrum. */
record TopEigenvaluesParameters(
        @Param(doc = "number of eigenvalues", defaultValue = "5")
        int count,

        @Param(doc = "largest or smallest (algebraic), or magnitude", defaultValue = "largest")
        SpectrumEnd which,

        @Included Selection selection,

        @Param(doc = "residuals asked for, relative to the spectral norm", defaultValue = "1e-10")
        double tolerance,

        @Param(doc = "products with the matrix allowed", defaultValue = "5000")
        int maxProducts,

        @Param(doc = "whether the eigenvectors stand in the results too", defaultValue = "false")
        boolean vectors) {
    TopEigenvaluesParameters {
        Checks.atLeast("count", count, 1);
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
    }

    Metric metric() {
        TopEigenvalues measure = new TopEigenvalues(count, which, tolerance, maxProducts, vectors);
        return new CurvatureMetric(selection, measure).with(measure::scaled);
    }
}
