package io.flatness.metrics.hessian;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hessian-diagonal}: the diagonal H_ii. */
public final class DiagonalFactory implements MetricFactory<DiagonalFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "random vectors where the diagonal has to be estimated", defaultValue = "100")
            int probes,

            @Param(doc = "how many entries may stand in the results", defaultValue = "10000")
            int entries,

            @Param(doc = "which matrix: hessian, gauss-newton, fisher or empirical-fisher", defaultValue = "hessian")
            MatrixKind matrix,

            @Param(
                    doc = "names of blocks or layers, or patterns such as '*.weight'; all when left out",
                    optional = true)
            @Nullable
            List<String> blocks) {
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
        return new CurvatureMetric(new Selection(p.matrix(), p.blocks()), measure).with(DiagonalMeasure::scaled);
    }
}
