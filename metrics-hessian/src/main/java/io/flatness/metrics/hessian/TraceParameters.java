package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** {@code hessian-trace}: tr(H), in all and per block. */
record TraceParameters(
        @Param(doc = "auto, exact, hutchinson, hutch++ or xtrace", defaultValue = "auto")
        TraceMethod method,

        @Param(doc = "number of random vectors; until the tolerance is reached when left out", optional = true)
        @Nullable
        Integer probes,

        @Param(doc = "half the width of the 95 % interval asked for, relative to the trace", defaultValue = "1e-2")
        double tolerance,

        @Param(doc = "products with the matrix allowed", defaultValue = "10000")
        int maxProducts,

        @Included Selection selection) {
    TraceParameters {
        Checks.probes(probes);
        Checks.tolerance(tolerance);
        Checks.maxProducts(maxProducts);
    }

    Metric metric() {
        Trace trace = new Trace(method, probes == null ? 0 : probes, tolerance, maxProducts);
        return new CurvatureMetric(selection, trace).with(new TraceLaw());
    }
}
