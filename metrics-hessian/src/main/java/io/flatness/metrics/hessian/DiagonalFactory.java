package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-diagonal}: the diagonal H_ii. */
public final class DiagonalFactory implements MetricFactory<DiagonalFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "random vectors where the diagonal has to be estimated", defaultValue = "100")
            int probes,

            @Param(doc = "how many entries may stand in the results", defaultValue = "10000")
            int entries,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.atLeast("probes", probes, 2);
            Checks.atLeast("entries", entries, 0);
        }
    }

    @Override
    public String name() {
        return "hessian-diagonal";
    }

    @Override
    public String description() {
        return "Diagonal of the Hessian; the value is its largest entry, a lower bound of the largest eigenvalue.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        DiagonalMeasure measure = new DiagonalMeasure(p.probes(), p.entries());
        return new CurvatureMetric(p.selection(), measure).with(DiagonalMeasure::scaled);
    }
}
