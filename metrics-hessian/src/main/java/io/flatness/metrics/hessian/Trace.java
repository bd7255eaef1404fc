package io.flatness.metrics.hessian;

import io.flatness.numerics.Effort;
import io.flatness.numerics.HutchPlusPlus;
import io.flatness.numerics.Hutchinson;
import io.flatness.numerics.Parts;
import io.flatness.numerics.TraceEstimate;
import io.flatness.numerics.XTrace;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** tr(A) and the traces of its diagonal blocks. */
record Trace(TraceMethod method, int probes, double tolerance, int maxProducts) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        if (method == TraceMethod.AUTO || method == TraceMethod.EXACT) {
            int largest = method == TraceMethod.EXACT ? Curvature.LARGE : Curvature.SMALL;
            Optional<double[]> traces = exactBlocks(curvature, largest, context);
            if (traces.isPresent()) {
                return exact(curvature, traces.get());
            }
            if (method == TraceMethod.EXACT) {
                throw new MeasurementException("an exact trace of " + curvature.dimension()
                        + " parameters needs a piecewise-linear network (or at most " + Curvature.LARGE
                        + " parameters); use method: xtrace, hutch++ or hutchinson");
            }
        }
        return estimated(curvature, context);
    }

    private static Optional<double[]> exactBlocks(Curvature curvature, int largest, MetricContext context) {
        boolean hessian = curvature.selection().matrix() == MatrixKind.HESSIAN;
        Optional<ExactCurvature> capability = curvature.minimum().surface().as(ExactCurvature.class);
        if (hessian && capability.isPresent()) {
            double[] all =
                    capability.get().hessianBlockTraces(curvature.minimum().theta());
            var layout = curvature.minimum().surface().layout().blocks();
            return Optional.of(curvature.blocks().stream()
                    .mapToDouble(block -> all[layout.indexOf(block)])
                    .toArray());
        }
        return ExactDiagonal.of(curvature, largest, context)
                .map(diagonal -> ExactDiagonal.blockTraces(curvature, diagonal));
    }

    private static Measurement exact(Curvature curvature, double[] traces) {
        double sum = 0;
        for (double trace : traces) {
            sum += trace;
        }
        return Measurement.exact(finite(sum)).with("method", "exact").with("blocks", named(curvature, traces));
    }

    private static double finite(double sum) {
        if (!Double.isFinite(sum)) {
            throw new ArithmeticException("its trace is not finite");
        }
        return sum;
    }

    private Measurement estimated(Curvature curvature, MetricContext context) {
        Effort effort = probes > 0 ? Effort.probes(probes) : Effort.tolerance(tolerance, maxProducts);
        if (method == TraceMethod.HUTCHINSON) {
            effort = effort.onSamplesAlone();
        }
        SymmetricOperator operator = Extremes.watched(curvature.operator(), context);
        RandomGenerator random = context.random("hessian.trace");
        TraceEstimate estimate = estimator().estimate(operator, curvature.parts(), effort, random);
        finite(estimate.value());
        Measurement measured = (estimate.exact()
                        ? Measurement.exact(estimate.value())
                        : Measurement.estimate(estimate.value(), estimate.standardError()))
                .converged(estimate.converged())
                .with("method", used().toString())
                .with("blocks", named(curvature, estimate.parts()))
                .with("blockErrors", named(curvature, estimate.partErrors()))
                .with("probes", estimate.probes())
                .with("products", estimate.products());
        return estimate.converged() ? measured : measured.remark(Remarks.productsRanOut(tolerance));
    }

    /** Where nothing is said, the estimator whose error falls with the tail of the spectrum and costs least. */
    private TraceMethod used() {
        return method == TraceMethod.AUTO ? TraceMethod.HUTCH_PLUS_PLUS : method;
    }

    private Estimator estimator() {
        if (used() == TraceMethod.HUTCHINSON) {
            return Hutchinson::estimate;
        }
        return used() == TraceMethod.XTRACE ? XTrace::estimate : HutchPlusPlus::estimate;
    }

    /** One of the estimators of the numerics. */
    @FunctionalInterface
    private interface Estimator {
        TraceEstimate estimate(SymmetricOperator operator, Parts parts, Effort effort, RandomGenerator random);
    }

    private static Map<String, Object> named(Curvature curvature, double[] values) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(curvature.blocks().get(i).name(), values[i]);
        }
        return named;
    }

    /** Σ aᵢᵢ / factorᵢ². */
    static OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        Optional<double[]> diagonal = ExactDiagonal.of(curvature, Curvature.SMALL, context);
        if (diagonal.isEmpty()) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 0; i < factors.length; i++) {
            sum += diagonal.get()[i] / factors[i] / factors[i];
        }
        return OptionalDouble.of(sum);
    }
}
