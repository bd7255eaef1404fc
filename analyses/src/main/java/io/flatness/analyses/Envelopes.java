package io.flatness.analyses;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.Posynomial;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.numerics.SpectralInfimum;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.PowerSum;
import io.flatness.spi.RefusedException;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the envelope of a metric over the rescalings of a network. */
final class Envelopes {
    private static final double AGREES = 1e-6;
    private static final double BALANCED = 1e-7;
    /** Parameters up to which a whole Hessian is written out. */
    private static final int WRITTEN = 3000;

    private static final int MAX_PRODUCTS = 3000;
    private static final int CLAIM_LOG2 = 3;
    private static final Comparison.Margins CLAIMED = new Comparison.Margins(AGREES, 0.05, 3);

    private final AnalysisContext context;

    Envelopes(AnalysisContext context) {
        this.context = context;
    }

    /**
     * The envelope of a metric.
     *
     * @throws MeasurementException when there is none to be had, with the reason
     * @throws RefusedException when the network has no orbit
     */
    Envelope of(String problem, MetricRef ref, Level level) {
        Metric metric = context.metric(ref);
        Measurement here = NamedMetrics.measured(context, problem, List.of(), ref);
        if (here.kind() == ValueKind.UNDEFINED) {
            throw new RefusedException(ref.id() + " has no value at " + problem + ": " + here.reason());
        }
        OrbitGroup group = OrbitGroup.of(context, problem, level);
        Invariance family = level == Level.LAYER ? Invariance.LAYER_RESCALING : Invariance.NODE_RESCALING;
        if (here.kind() == ValueKind.DIVERGENT) {
            return Envelope.constant(Double.POSITIVE_INFINITY, "the metric is infinite on the whole orbit");
        }
        if (metric.invariances().contains(family)) {
            requireClaim(problem, ref, group, here);
            return Envelope.constant(
                    here.value(),
                    "the metric is invariant by its author's claim, and random rescalings did not move it");
        }
        return powerSum(metric, group, here, problem)
                .or(() -> ref.type().equals("hessian-spectral-norm") ? spectralNorm(group, here) : Optional.empty())
                .or(() -> ref.type().equals("hessian-frobenius-norm") ? frobeniusNorm(group, here) : Optional.empty())
                .orElseThrow(() -> new RefusedException("no closed form or certificate is known for the envelope of "
                        + ref.type() + " with these parameters; there is one for sums of powers of the factors such as"
                        + " hessian-trace, for hessian-spectral-norm, for hessian-frobenius-norm of up to " + WRITTEN
                        + " parameters, and for metrics that claim the invariance"));
    }

    /** A false claim must not become a proof. */
    private void requireClaim(String problem, MetricRef ref, OrbitGroup group, Measurement here) {
        for (int draw = 1; draw <= 2; draw++) {
            int[] powers = group.random(context, "orbit-claim." + draw, CLAIM_LOG2);
            Measurement there = context.measure(problem, group.chain(powers), ref);
            Comparison comparison = Comparison.of(here, there, CLAIMED);
            if (there.status() != Measurement.Status.MEASURED || comparison.verdict() == Verdict.CHANGED) {
                throw new MeasurementException(ref.id() + " claims to be invariant, but moves from " + here.value()
                        + " to " + there.value() + " under a rescaling of " + problem);
            }
        }
    }

    /** Σ c_k factor_k^power is a posynomial, convex in the logarithms of the factors. */
    private Optional<Envelope> powerSum(Metric metric, OrbitGroup group, Measurement here, String problem) {
        PointContext point = new PointContext(context, problem, List.of());
        Optional<PowerSum> law = metric.scalingLaw().flatMap(scaling -> scaling.powerSum(group.start(), point));
        if (law.isEmpty() || !agrees(law.get().value(), here)) {
            return Optional.empty();
        }
        PowerSum sum = law.get();
        Posynomial.Minimum minimum =
                group.rescalings().infimum(sum.coefficients(), sum.power(), context.linearAlgebra());
        boolean balanced = minimum.imbalance() <= BALANCED;
        double infimum = Math.pow(minimum.value(), sum.root());
        Map<String, Object> certificate = new LinkedHashMap<>();
        certificate.put("gradient", minimum.gradient());
        certificate.put("imbalance", minimum.imbalance());
        return Optional.of(new Envelope(
                infimum,
                balanced ? infimum : 0,
                minimum.attained() && balanced,
                group.rescalings().varies(sum.coefficients()) ? Double.POSITIVE_INFINITY : sum.value(),
                group.describe(minimum.point()),
                "a sum of powers of the factors is a posynomial; its only critical point is the minimum",
                certificate));
    }

    private Optional<Envelope> spectralNorm(OrbitGroup group, Measurement here) {
        SpectralInfimum search = new SpectralInfimum(
                context.linearAlgebra(), () -> context.random("orbit-envelope"), context::checkCancelled, MAX_PRODUCTS);
        SymmetricOperator hessian =
                group.start().surface().hessianAt(group.start().theta());
        double[] diagonal = group.start()
                .surface()
                .as(ExactCurvature.class)
                .map(curvature -> curvature.hessianDiagonal(group.start().theta()))
                .orElse(null);
        SpectralInfimum.Infimum found = search.over(group.rescalings(), hessian, diagonal);
        if (!agrees(found.here(), here)) {
            return Optional.empty();
        }
        Map<String, Object> certificate = new LinkedHashMap<>();
        certificate.put("lowerBound", found.lowerBound());
        certificate.put("relativeGap", found.gap());
        return Optional.of(new Envelope(
                found.value(),
                found.lowerBound(),
                found.attained(),
                group.rescalings().grows(hessian, context.random("orbit-growth"))
                        ? Double.POSITIVE_INFINITY
                        : found.here(),
                group.describe(found.point()),
                "the logarithm of the norm is convex in the logarithms of the factors; bounded below by the subgradient of a"
                        + " density on the leading eigenvectors",
                certificate));
    }

    /** Σ_kj H_kj² / (factor_k factor_j)² is a posynomial in pairs of parameters. */
    private Optional<Envelope> frobeniusNorm(OrbitGroup group, Measurement here) {
        if (group.start().theta().length > WRITTEN) {
            return Optional.empty();
        }
        SymmetricOperator hessian =
                group.start().surface().hessianAt(group.start().theta());
        DenseSymmetric matrix = DenseSymmetric.of(hessian);
        Posynomial.Minimum minimum = group.rescalings().infimumOfSquares(matrix, context.linearAlgebra());
        double norm = Math.sqrt(
                java.util.Arrays.stream(matrix.matrix()).map(h -> h * h).sum());
        if (!agrees(norm, here)) {
            return Optional.empty();
        }
        boolean balanced = minimum.imbalance() <= BALANCED;
        double infimum = Math.sqrt(minimum.value());
        Map<String, Object> certificate = new LinkedHashMap<>();
        certificate.put("imbalance", minimum.imbalance());
        return Optional.of(new Envelope(
                infimum,
                balanced ? infimum : 0,
                minimum.attained() && balanced,
                group.rescalings().grows(hessian, context.random("orbit-growth")) ? Double.POSITIVE_INFINITY : norm,
                group.describe(minimum.point()),
                "the squared norm is a posynomial of the factors; its only critical point is the minimum",
                certificate));
    }

    /** Whether the metric measures this; else it is another matrix, or some of the blocks only. */
    private static boolean agrees(double computed, Measurement here) {
        Double error = here.standardError();
        double allowed = error == null ? 10 * AGREES * Math.abs(computed) : 5 * error;
        return Math.abs(computed - here.value()) <= allowed;
    }
}
