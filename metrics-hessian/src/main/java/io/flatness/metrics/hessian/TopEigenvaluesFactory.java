package io.flatness.metrics.hessian;

import io.flatness.numerics.Which;
import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-top-eigenvalues}: eigenvalues at one end of the spectrum. */
public final class TopEigenvaluesFactory implements MetricFactory<TopEigenvaluesFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "number of eigenvalues", defaultValue = "5")
            int count,

            @Param(doc = "largest or smallest (algebraic), or magnitude", defaultValue = "largest")
            Which which,

            @Included Selection selection,

            @Param(doc = "residuals asked for, relative to the spectral norm", defaultValue = "1e-10")
            double tolerance,

            @Param(doc = "products with the matrix allowed", defaultValue = "5000")
            int maxProducts,

            @Param(doc = "whether the eigenvectors stand in the results too", defaultValue = "false")
            boolean vectors) {
        /** Checks the ranges. */
        public Parameters {
            Checks.atLeast("count", count, 1);
            Checks.tolerance(tolerance);
            Checks.maxProducts(maxProducts);
        }
    }

    @Override
    public String name() {
        return "hessian-top-eigenvalues";
    }

    @Override
    public String description() {
        return "Largest or smallest eigenvalues of the Hessian, each with its residual and so a rigorous interval.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        TopEigenvalues measure = new TopEigenvalues(p.count(), p.which(), p.tolerance(), p.maxProducts(), p.vectors());
        return new CurvatureMetric(p.selection(), measure).with(measure::scaled);
    }
}
