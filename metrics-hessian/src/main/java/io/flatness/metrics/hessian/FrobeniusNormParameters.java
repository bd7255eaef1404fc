package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** {@code hessian-frobenius-norm}: ‖H‖_F, the root of the sum of squared eigenvalues. */
record FrobeniusNormParameters(
        @Param(doc = "number of random vectors; until the tolerance is reached when left out", optional = true)
        @Nullable
        Integer probes,

        @Param(doc = "half the width of the 95 % interval asked for, relative to the value", defaultValue = "1e-2")
        double tolerance,

        @Param(doc = "products with the matrix allowed", defaultValue = "10000")
        int maxProducts,

        @Included Selection selection) {
    FrobeniusNormParameters {
        Checks.probes(probes);
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
    }

    Metric metric() {
        FrobeniusMeasure measure = new FrobeniusMeasure(probes == null ? 0 : probes, tolerance, maxProducts);
        return new CurvatureMetric(selection, measure).with(FrobeniusMeasure::scaled);
    }
}
