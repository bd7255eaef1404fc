package io.flatness.networks.io;

import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Recognizes an activation by its values.
 *
 * <p>Exporters write GELU, SiLU and others as several operators in several orders, with constants rounded to single
 * precision. A function that agrees with an activation on a fine grid to 1e-5, and at zero to rounding, is taken for it: the
 * two forms of GELU differ by up to 5e-4, and what is added to keep clear of a division by zero shows at zero.
 */
final class ActivationCatalog {
    private static final double TOLERANCE = 1e-5;

    /** Where functions that flatten out have done so. */
    private static final double FAR = 0x1p20;

    /** Functions of which others are made. */
    private static final Set<Activation.Function> EXACT = Set.of(
            Activation.Function.EXP,
            Activation.Function.LOG,
            Activation.Function.SQRT,
            Activation.Function.RECIPROCAL,
            Activation.Function.SQUARE,
            Activation.Function.POWER);

    /** Functions without constants. */
    private static final List<Activation.Function> PLAIN = List.of(
            Activation.Function.TANH,
            Activation.Function.SIGMOID,
            Activation.Function.GELU,
            Activation.Function.GELU_TANH,
            Activation.Function.SILU,
            Activation.Function.SOFTPLUS,
            Activation.Function.HARD_SWISH,
            Activation.Function.SQUARED_RELU,
            Activation.Function.MISH,
            Activation.Function.SOFTSIGN,
            Activation.Function.LOG_SIGMOID,
            Activation.Function.SQUARE,
            Activation.Function.SINE,
            Activation.Function.COSINE,
            Activation.Function.EXP,
            Activation.Function.LOG,
            Activation.Function.SQRT,
            Activation.Function.RECIPROCAL,
            Activation.Function.ERF,
            Activation.Function.ARCTANGENT);

    /** Fine where functions bend; 0.37 keeps clear of round numbers, where functions may touch. */
    private static final double[] GRID = DoubleStream.iterate(
                    -24, x -> x <= 24, x -> x + (x > -6 && x < 6 ? 0.037 : 0.37))
            .toArray();

    private ActivationCatalog() {}

    /** The layer that computes the function, if there is one. */
    static Optional<LayerSpec> find(DoubleUnaryOperator function) {
        return candidates(function).stream()
                .filter(candidate -> meets(function, candidate.function))
                .filter(candidate -> candidate.isFoundIn(function))
                .map(Candidate::layer)
                .findFirst();
    }

    /** Whether two functions have the same value at zero. */
    private static boolean meets(DoubleUnaryOperator found, DoubleUnaryOperator known) {
        double a = found.applyAsDouble(0);
        double b = known.applyAsDouble(0);
        return Double.compare(a + 0.0, b + 0.0) == 0 || Math.abs(a - b) <= 1e-13 * Math.abs(b);
    }

    /** The layer that scales and shifts as the function does, if it does nothing else. */
    static Optional<LayerSpec> scale(DoubleUnaryOperator function) {
        // at a power of two this large the shift is lost, and the factor comes out to the last bit
        double far = 0x1p300;
        double factor = function.applyAsDouble(far) / far;
        double shift = function.applyAsDouble(0) + 0.0;
        boolean finite = Double.isFinite(factor) && Double.isFinite(shift) && factor != 0;
        return finite && agrees(function, x -> factor * x + shift, 1e-12)
                ? Optional.of(Scale.of(factor, shift))
                : Optional.empty();
    }

    private record Candidate(LayerSpec layer, DoubleUnaryOperator function) {
        boolean isFoundIn(DoubleUnaryOperator found) {
            if (layer instanceof Activation activation) {
                double[] known = activation.values(GRID);
                return agrees(found, known, tolerance());
            }
            return agrees(found, function, tolerance());
        }

        /** What is added before a root or a quotient, to keep clear of zero, is small and must not be lost. */
        double tolerance() {
            boolean exact = layer instanceof Identity
                    || layer instanceof Activation activation && EXACT.contains(activation.function());
            return exact ? 1e-13 : TOLERANCE;
        }
    }

    private static List<Candidate> candidates(DoubleUnaryOperator function) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(new Identity(), x -> x));
        double slope = -function.applyAsDouble(-1);
        if (Double.isFinite(slope)) {
            candidates.add(new Candidate(new Rectifier(slope + 0.0), x -> x > 0 ? x : slope * x));
        }
        double negative = function.applyAsDouble(-1);
        double alpha = single(negative / Math.expm1(-1));
        if (alpha > 0 && Double.isFinite(alpha)) {
            candidates.add(candidate(Activation.Function.ELU, alpha, 0));
        }
        for (Activation.Function known : PLAIN) {
            candidates.add(candidate(new Activation(known)));
        }
        withConstants(function, candidates);
        return candidates;
    }

    /** Functions whose constants show in their values. */
    private static void withConstants(DoubleUnaryOperator function, List<Candidate> candidates) {
        double low = function.applyAsDouble(-FAR);
        double high = function.applyAsDouble(FAR);
        double zero = function.applyAsDouble(0);
        double min = low == -FAR ? Double.NEGATIVE_INFINITY : low;
        double max = high == FAR ? Double.POSITIVE_INFINITY : high;
        if (min < max) {
            candidates.add(candidate(Activation.Function.CLIP, min, max));
        }
        if (low == 0 && high == 1 && zero > 0 && zero < 1) {
            double step = 0x1p-10;
            candidates.add(candidate(
                    Activation.Function.HARD_SIGMOID,
                    single((function.applyAsDouble(step) - zero) / step),
                    single(zero)));
        }
        double scale = function.applyAsDouble(1);
        double limit = function.applyAsDouble(-1000);
        if (scale > 0 && limit < 0) {
            candidates.add(candidate(Activation.Function.SELU, single(-limit / scale), single(scale)));
            candidates.add(candidate(Activation.Function.CELU, single(-limit), 0));
        }
        double edge = edge(function);
        if (Double.isFinite(edge)) {
            candidates.add(candidate(Activation.Function.THRESHOLD, edge, low));
            candidates.add(candidate(Activation.Function.HARD_SHRINK, edge, 0));
        }
        double cut = FAR - high;
        if (cut > 0) {
            candidates.add(candidate(Activation.Function.SOFT_SHRINK, single(cut), 0));
        }
        for (double exponent : new double[] {3, 4, -2, 1.5, -0.5, log2(function.applyAsDouble(2))}) {
            candidates.add(candidate(Activation.Function.POWER, exponent, 0));
        }
    }

    /** The exponent of a power, from its value at 2; 1 where it has none. */
    private static double log2(double value) {
        double exponent = single(Math.log(value) / Math.log(2));
        return Double.isFinite(exponent) ? exponent : 1;
    }

    /** The place from which on a function returns its argument, where it is not continuous. */
    private static double edge(DoubleUnaryOperator function) {
        double below = -0x1p10;
        double above = 0x1p10;
        if (function.applyAsDouble(above) != above || function.applyAsDouble(below) == below) {
            return Double.NaN;
        }
        for (int step = 0; step < 100; step++) {
            double middle = below + (above - below) / 2;
            if (function.applyAsDouble(middle) == middle && middle != 0) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return below;
    }

    /** A constant in single precision comes out as it was; arithmetic rounds. */
    private static double single(double value) {
        float narrow = (float) value;
        return Math.abs(narrow - value) <= 0x1p-46 * Math.abs(value) ? narrow : value;
    }

    private static Candidate candidate(Activation.Function function, double alpha, double beta) {
        return candidate(new Activation(function, alpha, beta));
    }

    private static Candidate candidate(Activation activation) {
        return new Candidate(activation, activation::value);
    }

    /** Whether two functions agree on a fine grid, relative to 1 + their size. */
    static boolean agrees(DoubleUnaryOperator found, DoubleUnaryOperator known, double tolerance) {
        return agrees(found, DoubleStream.of(GRID).map(known).toArray(), tolerance);
    }

    private static boolean agrees(DoubleUnaryOperator found, double[] known, double tolerance) {
        for (int i = 0; i < GRID.length; i++) {
            double expected = known[i];
            double value = found.applyAsDouble(GRID[i]);
            double error = Math.abs(value - expected);
            boolean undefined = Double.isNaN(expected) && Double.isNaN(value);
            if (!undefined && !(error <= tolerance * (1 + Math.abs(expected)))) {
                return false;
            }
        }
        return true;
    }
}
