package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Invariance;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-rank}: the numerical rank and inertia. */
public final class RankFactory implements MetricFactory<RankFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "eigenvalues below this share of the largest magnitude count as zero", defaultValue = "1e-9")
            double tolerance,

            @Param(
                    doc =
                            "none, or diagonal: count after scaling to a unit diagonal, which no rescaling of layers or nodes changes",
                    defaultValue = "none")
            RankScaling scaling,

            @Included Probing probing,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.tolerance(tolerance);
        }
    }

    @Override
    public String name() {
        return "hessian-rank";
    }

    @Override
    public String description() {
        return "Numerical rank and inertia of the Hessian: how many eigenvalues are positive, negative and zero.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        RankMeasure measure = new RankMeasure(p.tolerance(), p.scaling(), p.probing());
        CurvatureMetric metric = new CurvatureMetric(p.selection(), measure);
        // Sylvester's law: a congruence changes no inertia. Without scaling the threshold moves with the norm.
        return p.scaling() == RankScaling.DIAGONAL
                ? metric.alsoInvariantUnder(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING)
                : metric;
    }
}
