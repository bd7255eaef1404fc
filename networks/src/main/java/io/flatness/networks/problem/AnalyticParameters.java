package io.flatness.networks.problem;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the problem {@code analytic}.
 *
 * @param surface which formula
 * @param at the point to measure
 * @param k the constant k of the banana
 * @param c the constant c of the banana
 */
public record AnalyticParameters(
        @Param(
                doc = "double-well (x² − 1)², hyperbola ½(ab − 1)², rectified-hyperbola ½(max(a, 0) b − 1)², ring"
                        + " (x² + y² − 1)², banana (y − kx²)² + cx², cosine 1 − cos 2πx or quartic-valley"
                        + " x²/2 + y⁴/4")
        Surface surface,

        @Param(doc = "The point to measure, one number per variable; a minimum when left out", optional = true)
        double @Nullable [] at,

        @Param(doc = "The constant k of banana, any finite number", defaultValue = "1")
        double k,

        @Param(doc = "The constant c of banana, greater than 0", defaultValue = "1")
        double c) {

    /** The formulas. */
    public enum Surface {
        /** (x² − 1)². */
        DOUBLE_WELL,
        /** ½(ab − 1)². */
        HYPERBOLA,
        /** ½(max(a, 0) b − 1)². */
        RECTIFIED_HYPERBOLA,
        /** (x² + y² − 1)². */
        RING,
        /** (y − kx²)² + cx². */
        BANANA,
        /** 1 − cos 2πx. */
        COSINE,
        /** x²/2 + y⁴/4. */
        QUARTIC_VALLEY
    }

    /** Checks the constants and the length of the point. */
    public AnalyticParameters {
        if (!Double.isFinite(k)) {
            throw new InvalidParameterException("k", "k is " + k + "; it must be a finite number");
        }
        if (!Double.isFinite(c) || c <= 0) {
            throw new InvalidParameterException("c", "c is " + c + "; it must be greater than 0");
        }
        int dimension = formula(surface, k, c).dimension();
        if (at != null && at.length != dimension) {
            throw new InvalidParameterException(
                    "at",
                    "at has " + at.length + " numbers, but "
                            + surface.name().toLowerCase(Locale.ROOT).replace('_', '-')
                            + " has " + dimension + (dimension == 1 ? " variable" : " variables"));
        }
        if (at != null && !Arrays.stream(at).allMatch(Double::isFinite)) {
            throw new InvalidParameterException("at", "at must hold finite numbers");
        }
    }

    /** The formula with its constants. */
    Formula formula() {
        return formula(surface, k, c);
    }

    private static Formula formula(Surface surface, double k, double c) {
        return switch (surface) {
            case DOUBLE_WELL -> new Formulas.DoubleWell();
            case HYPERBOLA -> new Formulas.Hyperbola();
            case RECTIFIED_HYPERBOLA -> new Formulas.RectifiedHyperbola();
            case RING -> new Formulas.Ring();
            case BANANA -> new Formulas.Banana(k, c);
            case COSINE -> new Formulas.Cosine();
            case QUARTIC_VALLEY -> new Formulas.QuarticValley();
        };
    }

    /** The problem at its minimum, or at the given point. */
    public Problem open(ProblemContext context) {
        Formula formula = formula();
        double[] point = at == null ? formula.minimum() : at.clone();
        Minimum minimum = new Minimum(new AnalyticSurface(formula), point);
        return () -> minimum;
    }
}
