package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-log-determinant}: Σ log |λ| over the eigenvalues that are not zero. */
record LogDeterminantParameters(
        @Param(doc = "eigenvalues below this share of the largest magnitude count as zero", defaultValue = "1e-9")
        double tolerance,

        @Included Probing probing,

        @Included Selection selection) {
    LogDeterminantParameters {
        Checks.tolerance(tolerance);
    }

    Metric metric() {
        LogDeterminant measure = new LogDeterminant(tolerance, probing);
        return new CurvatureMetric(selection, measure).logarithmic().with(measure::scaled);
    }
}
