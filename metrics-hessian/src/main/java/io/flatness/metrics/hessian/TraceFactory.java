package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** {@code hessian-trace}: tr(H), in all and per block. */
public final class TraceFactory implements MetricFactory<TraceFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
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
        /** Checks the ranges. */
        public Parameters {
            Checks.probes(probes);
            Checks.tolerance(tolerance);
            Checks.maxProducts(maxProducts);
        }
    }

    @Override
    public String name() {
        return "hessian-trace";
    }

    @Override
    public String description() {
        return "Trace of the Hessian, exact for piecewise-linear networks, otherwise estimated to a stated error.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        Trace trace = new Trace(p.method(), p.probes() == null ? 0 : p.probes(), p.tolerance(), p.maxProducts());
        return new CurvatureMetric(p.selection(), trace).with(new TraceLaw());
    }
}
