package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-diagonal}: the diagonal H_ii. */
record DiagonalParameters(
        @Param(doc = "random vectors where the diagonal has to be estimated", defaultValue = "100")
        int probes,

        @Param(doc = "how many entries may stand in the results", defaultValue = "10000")
        int entries,

        @Included Selection selection) {
    DiagonalParameters {
        Checks.atLeast("probes", probes, 2);
        Checks.atLeast("entries", entries, 0);
    }

    Metric metric() {
        DiagonalMeasure measure = new DiagonalMeasure(probes, entries);
        return new CurvatureMetric(selection, measure).with(DiagonalMeasure::scaled);
    }
}
