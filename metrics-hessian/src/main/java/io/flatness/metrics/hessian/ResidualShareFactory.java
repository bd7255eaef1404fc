package io.flatness.metrics.hessian;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hessian-residual-share}: ‖H − G‖_F/‖H‖_F of the split H = G + R. */
public final class ResidualShareFactory implements MetricFactory<ResidualShareFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "random vectors where the matrices are too large to write out", defaultValue = "100")
            int probes,

            @Param(
                    doc = "names of blocks or layers, or patterns such as '*.weight'; all when left out",
                    optional = true)
            @Nullable
            List<String> blocks) {
        /** Checks the ranges. */
        public Parameters {
            Checks.atLeast("probes", probes, 2);
        }
    }

    @Override
    public String name() {
        return "hessian-residual-share";
    }

    @Override
    public String description() {
        return "Share ‖H − G‖/‖H‖ of the Hessian that the Gauss–Newton matrix G misses, in the Frobenius norm.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        return new CurvatureMetric(new Selection(MatrixKind.GAUSS_NEWTON, p.blocks()), new ResidualShare(p.probes()));
    }
}
