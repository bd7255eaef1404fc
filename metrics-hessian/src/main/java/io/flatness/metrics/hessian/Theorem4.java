package io.flatness.metrics.hessian;

import io.flatness.numerics.LayerPair;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Numbers;
import io.flatness.spi.Preservation;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The same function with a spectral norm of M: the boundary of {α : ‖∇²L(T_α θ)‖₂ ≥ M} nearest to 1.
 *
 * <p>The diagonal block H_P of the parameters that are multiplied by α grows as α⁻² when α falls, that of those divided by
 * it as α² when α rises, so √(‖H_P‖/M) is far enough. Between it and 1 the norm is log-convex in log α and crosses M once.
 * For piecewise-linear networks a diagonal block of H is that of the Gauss–Newton matrix, so that a Gauss–Newton matrix
 * that is not zero suffices, minimum or not; elsewhere the block itself must not vanish. Source: Theorem 4.
 */
record Theorem4(double bound, @Nullable List<Integer> layers, double tolerance, int maxProducts) implements Analysis {
    private static final double BRACKET = 1e-13;
    private static final int MAX_STEPS = 200;

    @Override
    public List<AnalysisReport> analyse(AnalysisContext context) {
        return AnalysisReport.each(context, problem -> {
            Map<String, Object> values = answer(problem, context);
            return AnalysisReport.measured(problem, values).with(conclusion(values));
        });
    }

    private static Finding conclusion(Map<String, Object> values) {
        String text = "the spectral norm is " + words(values, "spectralNormAtOne")
                + " as written and " + words(values, "spectralNorm") + " after rescaling by α = "
                + words(values, "alpha")
                + "; wanted were " + words(values, "M") + " (Theorem 4)";
        return Boolean.TRUE.equals(values.get("reached"))
                ? Finding.caution("any-norm", text)
                : Finding.broken("promise-broken", text);
    }

    private static String words(Map<String, Object> values, String name) {
        return values.get(name) instanceof Number number ? Numbers.of(number.doubleValue()) : "unknown";
    }

    private static List<TransformStep> chain(LayerPair pair, double alpha) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("group", "layer");
        parameters.put(
                "factors",
                Arrays.stream(pair.coordinates())
                        .mapToObj(power -> StrictMath.pow(alpha, power))
                        .toList());
        return List.of(new TransformStep("group-rescaling", parameters));
    }

    /** The layers that are asked for, or the first that the network allows. */
    private LayerPair pair(NetworkLoss network, RescalingGroup group) {
        if (layers != null) {
            Optional<LayerPair> wanted = LayerPair.of(network.architecture(), group, layers.get(0), layers.get(1));
            if (wanted.isPresent()) {
                return wanted.get();
            }
        }
        List<LayerPair> pairs = LayerPair.all(network.architecture(), group);
        if (layers != null || pairs.isEmpty()) {
            String asked = layers == null ? "no two affine layers" : "layers " + layers + " cannot";
            String others = String.join(
                    ", ",
                    pairs.stream()
                            .map(pair -> "[" + pair.first() + ", " + pair.second() + "]")
                            .toList());
            throw new RefusedException(asked + (layers == null ? " can" : "")
                    + " be scaled against each other without changing the function"
                    + (pairs.isEmpty() ? refusal(network) : "; these can: " + others));
        }
        return pairs.get(0);
    }

    /** What stands in the way of scaling the first affine layer against the rest. */
    private static String refusal(NetworkLoss network) {
        for (int position = 0; position < network.architecture().layers().size(); position++) {
            Layer layer = network.architecture().layers().get(position);
            if (layer.affine().isPresent() && position != network.architecture().output()) {
                UnitMap doubled = UnitMap.uniform(layer.units(), 2);
                try {
                    network.architecture().carry(Assignment.of(Map.of(position, doubled)));
                } catch (RefusedException e) {
                    return ": " + e.getMessage();
                }
            }
        }
        return "";
    }

    private Map<String, Object> answer(String problem, AnalysisContext context) {
        Minimum minimum = context.point(problem, List.of()).minimum();
        NetworkLoss network = minimum.surface()
                .as(NetworkLoss.class)
                .orElseThrow(() -> new RefusedException("the problem is no network: it has no layers to rescale"));
        if (!network.dependsOnFunctionAlone()) {
            throw new RefusedException("the loss has an l2 penalty: rescaling does not preserve it");
        }
        RescalingGroup group = RescalingGroup.of(network.architecture(), Level.LAYER);
        LayerPair pair = pair(network, group);
        double[] exponents = Arrays.stream(group.factors(pair.coordinates()))
                .map(factor -> Math.rint(StrictMath.log(factor) * 1e9) / 1e9)
                .toArray();
        RescaledNorm norm = new RescaledNorm(
                minimum.surface().hessianAt(minimum.theta()), exponents, tolerance, maxProducts, context);
        double first = norm.ofBlock(1);
        double second = norm.ofBlock(-1);
        if (first == 0 && second == 0) {
            throw new MeasurementException("the diagonal blocks of layers " + pair.first() + " and " + pair.second()
                    + " of the Hessian are zero: ‖H₁₁‖ = ‖H₂₂‖ = 0, so no rescaling moves the norm");
        }
        double atOne = norm.at(1);
        OptionalDouble below = atOne >= bound ? OptionalDouble.of(1) : boundary(norm, -1, first);
        OptionalDouble above = atOne >= bound ? OptionalDouble.of(1) : boundary(norm, 1, second);
        double alpha = nearestToOne(below, above);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("M", bound);
        values.put("layers", List.of(pair.first(), pair.second()));
        values.put("alpha", alpha);
        measured(values, problem, pair, alpha, "", context);
        values.put("spectralNormAtOne", atOne);
        below.ifPresent(a -> values.put("alphaBelow", a));
        above.ifPresent(a -> values.put("alphaAbove", a));
        values.put("closedForms", closedForms(minimum, exponents, first, second));
        values.put("alphaPowerOfTwo", powerOfTwo(alpha));
        measured(values, problem, pair, powerOfTwo(alpha), "PowerOfTwo", context);
        return values;
    }

    /** The spectral norm and the preservation of the function, both at the transformed point itself. */
    private void measured(
            Map<String, Object> values,
            String problem,
            LayerPair pair,
            double alpha,
            String suffix,
            AnalysisContext context) {
        Measurement norm = context.measure(
                problem, chain(pair, alpha), new MetricRef("theorem-4", "hessian-spectral-norm", Map.of()));
        if (!norm.comparable()) {
            throw new MeasurementException(
                    "the spectral norm at alpha = " + alpha + " could not be measured: " + norm.reason());
        }
        Preservation preservation = context.preservation(problem, chain(pair, alpha));
        values.put("spectralNorm" + suffix, norm.value());
        values.put("reached" + suffix, norm.value() >= bound * (1 - 1e-9));
        values.put("outputDifference" + suffix, preservation.relative());
        values.put("bitwise" + suffix, preservation.bitwise());
    }

    /** The α on one side of 1 where the norm is M; empty where it never is. */
    private OptionalDouble boundary(RescaledNorm norm, int side, double block) {
        if (block == 0) {
            return OptionalDouble.empty();
        }
        // In s = log α. The norm is at least M at the outer end, below M at the inner one.
        double outer = side * 0.5 * Math.log(bound / block);
        if (side * outer <= 0 || norm.at(Math.exp(outer)) < bound) {
            // Rounding, or exponents other than ±1: look further out.
            outer = side * Math.max(1e-12, side * outer * (1 + 1e-12));
            for (int step = 0; norm.at(Math.exp(outer)) < bound; step++) {
                if (step == MAX_STEPS || Math.abs(outer) > 300) {
                    return OptionalDouble.empty();
                }
                outer *= 2;
            }
        }
        double inner = 0;
        double innerValue = Math.log(norm.at(1) / bound);
        double outerValue = Math.log(norm.at(Math.exp(outer)) / bound);
        for (int step = 0; step < MAX_STEPS && Math.abs(outer - inner) > BRACKET * Math.abs(outer); step++) {
            // The secant of a convex function lies above it, so its zero is on the inner side; bisect every third time.
            double share = step % 3 == 2 ? 0.5 : innerValue / (innerValue - outerValue);
            double middle = inner + Math.max(1e-3, Math.min(1 - 1e-3, share)) * (outer - inner);
            if (middle == inner || middle == outer) {
                break;
            }
            double value = Math.log(norm.at(Math.exp(middle)) / bound);
            if (value >= 0) {
                outer = middle;
                outerValue = value;
            } else {
                inner = middle;
                innerValue = value;
            }
        }
        return OptionalDouble.of(Math.exp(outer));
    }

    private static double nearestToOne(OptionalDouble below, OptionalDouble above) {
        if (below.isEmpty()) {
            return above.orElseThrow(() -> new MeasurementException("no rescaling of these layers reaches M"));
        }
        boolean upper = above.isPresent() && Math.abs(above.getAsDouble() - 1) < Math.abs(below.getAsDouble() - 1);
        return upper ? above.getAsDouble() : below.getAsDouble();
    }

    /** The next power of two on the far side of 1: outputs are then equal to the last bit. */
    private static double powerOfTwo(double alpha) {
        double log = Math.log(alpha) / Math.log(2);
        return Math.scalb(1.0, (int) (log < 0 ? Math.floor(log) : Math.ceil(log)));
    }

    /** Factors that suffice without looking further: by block norm, largest diagonal entry, and as in the proof. */
    private Map<String, Object> closedForms(Minimum minimum, double[] exponents, double first, double second) {
        Map<String, Object> forms = new LinkedHashMap<>();
        Optional<double[]> diagonal =
                minimum.surface().as(ExactCurvature.class).map(exact -> exact.hessianDiagonal(minimum.theta()));
        if (first > 0) {
            forms.put("blockBelow", Math.sqrt(first / bound));
            diagonal.ifPresent(h -> {
                double entry = largest(h, exponents, 1);
                forms.put("diagonalBelow", Math.sqrt(entry / bound));
                forms.put("paperBelow", Math.sqrt(entry / Math.sqrt(h.length) / bound));
            });
        }
        if (second > 0) {
            forms.put("blockAbove", Math.sqrt(bound / second));
            diagonal.ifPresent(h -> forms.put("diagonalAbove", Math.sqrt(bound / largest(h, exponents, -1))));
        }
        return forms;
    }

    private static double largest(double[] diagonal, double[] exponents, int sign) {
        double most = 0;
        for (int i = 0; i < diagonal.length; i++) {
            most = Math.signum(exponents[i]) == sign ? Math.max(most, diagonal[i]) : most;
        }
        return most;
    }
}
