package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-gradient-alignment}: the share of the gradient in the top eigenspace. */
public final class GradientAlignmentFactory implements MetricFactory<GradientAlignmentFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "number of top eigenvectors", defaultValue = "5")
            int count,

            @Param(doc = "residuals asked for, relative to the spectral norm", defaultValue = "1e-8")
            double tolerance,

            @Param(doc = "products with the matrix allowed", defaultValue = "5000")
            int maxProducts,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.atLeast("count", count, 1);
            Checks.tolerance(tolerance);
            Checks.maxProducts(maxProducts);
        }
    }

    @Override
    public String name() {
        return "hessian-gradient-alignment";
    }

    @Override
    public String description() {
        return "Share of the squared gradient that lies in the span of the top eigenvectors of the Hessian.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        GradientAlignment measure = new GradientAlignment(p.count(), p.tolerance(), p.maxProducts());
        return new CurvatureMetric(p.selection(), measure);
    }
}
