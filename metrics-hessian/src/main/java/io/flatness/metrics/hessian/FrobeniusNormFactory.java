package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** {@code hessian-frobenius-norm}: ‖H‖_F, the root of the sum of squared eigenvalues. */
public final class FrobeniusNormFactory implements MetricFactory<FrobeniusNormFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "number of random vectors; until the tolerance is reached when left out", optional = true)
            @Nullable
            Integer probes,

            @Param(doc = "half the width of the 95 % interval asked for, relative to the value", defaultValue = "1e-2")
            double tolerance,

            @Param(doc = "products with the matrix allowed", defaultValue = "10000")
            int maxProducts,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.probes(probes);
            Checks.tolerance(tolerance);
            Checks.maxProducts(maxProducts);
        }
    }

    @Override
    public String name() {
        return "hessian-frobenius-norm";
    }

    @Override
    public String description() {
        return "Frobenius norm of the Hessian: exact for few parameters, otherwise estimated to a stated error.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        FrobeniusMeasure measure =
                new FrobeniusMeasure(p.probes() == null ? 0 : p.probes(), p.tolerance(), p.maxProducts());
        return new CurvatureMetric(p.selection(), measure).with(FrobeniusMeasure::scaled);
    }
}
