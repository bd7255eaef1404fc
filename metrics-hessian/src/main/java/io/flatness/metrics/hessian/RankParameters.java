package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Invariance;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-rank}: the numerical rank and inertia. */
record RankParameters(
        @Param(doc = "eigenvalues below this share of the largest magnitude count as zero", defaultValue = "1e-9")
        double tolerance,

        @Param(
                doc =
                        "none, or diagonal: count after scaling to a unit diagonal, which no rescaling of layers or nodes changes",
                defaultValue = "none")
        RankScaling scaling,

        @Included Probing probing,

        @Included Selection selection) {
    RankParameters {
        Checks.tolerance(tolerance);
    }

    Metric metric() {
        RankMeasure measure = new RankMeasure(tolerance, scaling, probing);
        CurvatureMetric metric = new CurvatureMetric(selection, measure);
        // Sylvester's law: a congruence changes no inertia. Without scaling the threshold moves with the norm.
        return scaling == RankScaling.DIAGONAL
                ? metric.alsoInvariantUnder(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING)
                : metric;
    }
}
