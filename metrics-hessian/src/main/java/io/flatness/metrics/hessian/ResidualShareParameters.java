package io.flatness.metrics.hessian;

import io.flatness.spi.Metric;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hessian-residual-share}: ‖H − G‖_F/‖H‖_F of the split H = G + R. */
record ResidualShareParameters(
        @Param(doc = "random vectors where the matrices are too large to write out", defaultValue = "100")
        int probes,

        @Param(doc = "names of blocks or layers, or patterns such as '*.weight'; all when left out", optional = true)
        @Nullable
        List<String> blocks) {
    ResidualShareParameters {
        Checks.atLeast("probes", probes, 2);
    }

    Metric metric() {
        return new CurvatureMetric(new Selection(MatrixKind.GAUSS_NEWTON, blocks), new ResidualShare(probes));
    }
}
