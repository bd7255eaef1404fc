package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-log-determinant}: Σ log |λ| over the eigenvalues that are not zero. */
public final class LogDeterminantFactory implements MetricFactory<LogDeterminantFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "eigenvalues below this share of the largest magnitude count as zero", defaultValue = "1e-9")
            double tolerance,

            @Included Probing probing,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.tolerance(tolerance);
        }
    }

    @Override
    public String name() {
        return "hessian-log-determinant";
    }

    @Override
    public String description() {
        return "Pseudo-log-determinant of the Hessian: sum of log |eigenvalue| over those above a threshold.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        LogDeterminant measure = new LogDeterminant(p.tolerance(), p.probing());
        return new CurvatureMetric(p.selection(), measure).logarithmic().with(measure::scaled);
    }
}
