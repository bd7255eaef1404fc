package io.flatness.analyses;

import io.flatness.numerics.Posynomial;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.ExactCurvature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the envelope of a metric over the rescalings of a network. */
final class Envelopes {
    private static final double AGREES = 1e-6;
    private static final double BALANCED = 1e-7;
    private static final Comparison.Margins CLAIMED = new Comparison.Margins(AGREES, 0.05, 3);

    private final AnalysisContext context;

    Envelopes(AnalysisContext context) {
        this.context = context;
    }

    /**
     * The envelope of a metric.
     *
     * @throws MeasurementException when there is none to be had, with the reason
     */
    Envelope of(String problem, MetricRef ref, OrbitGroup.Kind kind) {
        Metric metric = context.metric(ref);
        Measurement here = context.measure(problem, List.of(), ref);
        if (here.status() != Measurement.Status.MEASURED || here.kind() == ValueKind.UNDEFINED) {
            throw new MeasurementException(ref.id() + " has no value at " + problem + ": " + here.reason());
        }
        Invariance family = kind == OrbitGroup.Kind.LAYER ? Invariance.LAYER_RESCALING : Invariance.NODE_RESCALING;
        if (here.kind() == ValueKind.DIVERGENT) {
            return Envelope.constant(Double.POSITIVE_INFINITY, "the metric is infinite on the whole orbit");
        }
        OrbitGroup group = OrbitGroup.of(context, problem, kind);
        if (metric.invariances().contains(family)) {
            requireClaim(problem, ref, group, here);
            return Envelope.constant(
                    here.value(), "the metric is invariant by its author's claim, and did not move at factors 2^±3");
        }
        if (ref.type().equals("hessian-trace")) {
            Optional<Envelope> trace = trace(group, here);
            if (trace.isPresent()) {
                return trace.get();
            }
        }
        if (ref.type().equals("hessian-spectral-norm")) {
            Optional<Envelope> norm = new SpectralEnvelope(context, group).of(here);
            if (norm.isPresent()) {
                return norm.get();
            }
        }
        throw new MeasurementException("no closed form or certificate is known for the envelope of " + ref.type()
                + "; there is one for hessian-trace, hessian-spectral-norm and metrics that claim the invariance");
    }

    /** A false claim must not become a proof. */
    private void requireClaim(String problem, MetricRef ref, OrbitGroup group, Measurement here) {
        for (int power : new int[] {-3, 3}) {
            int[] powers = new int[group.dimension()];
            powers[0] = power;
            Measurement there = context.measure(problem, group.chain(powers), ref);
            Comparison comparison = Comparison.of(here, there, CLAIMED);
            if (there.status() != Measurement.Status.MEASURED || comparison.verdict() == Verdict.CHANGED) {
                throw new MeasurementException(ref.id() + " claims to be invariant, but moves from " + here.value()
                        + " to " + there.value() + " under a factor 2^" + power + " of " + problem);
            }
        }
    }

    /** Σ h_i exp(−2 c_i·s): a posynomial, convex in its logarithms (minimum by AM–GM or Newton's method). */
    private Optional<Envelope> trace(OrbitGroup group, Measurement here) {
        Optional<ExactCurvature> exact = group.start().surface().as(ExactCurvature.class);
        if (exact.isEmpty()) {
            return Optional.empty();
        }
        double[] diagonal = exact.get().hessianDiagonal(group.start().theta());
        // Rounding may leave −1e-20 where the exact entry is 0.
        double[] curvatures = Arrays.stream(diagonal).map(h -> Math.max(0, h)).toArray();
        Posynomial trace = Posynomial.of(curvatures, group.dimension(), (i, k) -> -2 * group.exponent(i, k));
        double total = trace.value(new double[group.dimension()]);
        double allowed = here.standardError() == null ? AGREES * total : 5 * here.standardError();
        if (Math.abs(total - here.value()) > allowed) {
            // The metric measures another matrix, or some of the blocks only.
            return Optional.empty();
        }
        Posynomial.Minimum minimum = trace.minimize(context.linearAlgebra());
        Map<String, Object> certificate = new LinkedHashMap<>();
        certificate.put("gradient", minimum.gradient());
        return Optional.of(new Envelope(
                minimum.value(),
                ValueKind.EXACT,
                minimum.attained() && minimum.imbalance() <= BALANCED,
                trace.varies() ? Double.POSITIVE_INFINITY : total,
                ValueKind.EXACT,
                group.describe(minimum.point()),
                minimum.point(),
                "the trace is a posynomial of the factors; its only critical point is the minimum",
                certificate));
    }
}
