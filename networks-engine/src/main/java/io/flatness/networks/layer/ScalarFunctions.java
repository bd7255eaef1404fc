package io.flatness.networks.layer;

import io.flatness.networks.elementary.Exponential;
import io.flatness.networks.tile.Block;
import java.util.function.DoubleUnaryOperator;

/** The pointwise functions of {@link Activation} that are evaluated number by number, the same bits on all platforms. */
final class ScalarFunctions {
    private ScalarFunctions() {}

    static Functions.Kinked of(Activation.Function function, double alpha, double beta) {
        return switch (function) {
            case CLIP -> new Pieces(new double[] {alpha, beta}, new double[] {0, 1, 0}, new double[] {alpha, 0, beta});
            case HARD_SIGMOID -> hardSigmoid(alpha, beta);
            case THRESHOLD -> new Pieces(new double[] {alpha}, new double[] {0, 1}, new double[] {beta, 0});
            case HARD_SHRINK -> new Pieces(new double[] {-alpha, alpha}, new double[] {1, 0, 1}, new double[3]);
            case SOFT_SHRINK ->
                new Pieces(new double[] {-alpha, alpha}, new double[] {1, 0, 1}, new double[] {alpha, 0, -alpha});
            case SELU -> new Exponentials(beta, alpha * beta, 1);
            case CELU -> new Exponentials(1, alpha, 1 / alpha);
            case MISH ->
                new Smooth(
                        x -> x * StrictMath.tanh(softplus(x)), ScalarFunctions::mishSlope, ScalarFunctions::mishCurve);
            case SOFTSIGN ->
                new Smooth(
                        x -> x / (1 + Math.abs(x)),
                        x -> 1 / square(1 + Math.abs(x)),
                        x -> -2 * Math.signum(x) / (square(1 + Math.abs(x)) * (1 + Math.abs(x))));
            case LOG_SIGMOID -> new Smooth(x -> -softplus(-x), x -> sigmoid(-x), x -> -sigmoid(x) * sigmoid(-x));
            case SINE -> new Smooth(StrictMath::sin, StrictMath::cos, x -> -StrictMath.sin(x));
            case COSINE -> new Smooth(StrictMath::cos, x -> -StrictMath.sin(x), x -> -StrictMath.cos(x));
            case EXP -> new Smooth(Exponential::of, Exponential::of, Exponential::of);
            case LOG -> new Smooth(StrictMath::log, x -> 1 / x, x -> -1 / (x * x));
            case SQRT -> new Smooth(Math::sqrt, x -> 0.5 / Math.sqrt(x), x -> -0.25 / (x * Math.sqrt(x)));
            case RECIPROCAL -> new Smooth(x -> 1 / x, x -> -1 / (x * x), x -> 2 / (x * x * x));
            case SQUARE -> new Smooth(x -> x * x, x -> 2 * x, x -> 2);
            case POWER ->
                new Smooth(
                        x -> StrictMath.pow(x, alpha),
                        x -> alpha == 0 ? 0 : alpha * StrictMath.pow(x, alpha - 1),
                        x -> alpha == 0 || alpha == 1 ? 0 : alpha * (alpha - 1) * StrictMath.pow(x, alpha - 2));
            case ERF -> ScalarFunctions::errorFunction;
            case ARCTANGENT -> new Smooth(StrictMath::atan, x -> 1 / (1 + x * x), x -> -2 * x / square(1 + x * x));
            default -> throw new AssertionError(function + " is evaluated many numbers at a time");
        };
    }

    private static double square(double x) {
        return x * x;
    }

    private static double sigmoid(double x) {
        double e = Exponential.of(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(Exponential.of(-Math.abs(x)));
    }

    /** With t = tanh log(1 + eˣ): φ' = t + x (1 − t²) σ(x). */
    private static double mishSlope(double x) {
        double t = StrictMath.tanh(softplus(x));
        return t + x * (1 - t * t) * sigmoid(x);
    }

    private static double mishCurve(double x) {
        double t = StrictMath.tanh(softplus(x));
        double s = sigmoid(x);
        double slope = (1 - t * t) * s;
        return 2 * slope + x * slope * (sigmoid(-x) - 2 * t * s);
    }

    private static Pieces hardSigmoid(double alpha, double beta) {
        double zero = -beta / alpha;
        double one = (1 - beta) / alpha;
        return new Pieces(
                new double[] {Math.min(zero, one), Math.max(zero, one)},
                new double[] {0, alpha, 0},
                new double[] {alpha > 0 ? 0 : 1, beta, alpha > 0 ? 1 : 0});
    }

    /** erf x = ±(1 − 2 Φ(−√2 |x|)), with an absolute error below 2⁻⁵¹. */
    private static void errorFunction(Block block, int count) {
        double root = Math.sqrt(2);
        for (int i = 0; i < count; i++) {
            block.value[i] = root * block.x[i];
        }
        block.normal.tailAndDensity(block.value, block.a, block.b, count);
        for (int i = 0; i < count; i++) {
            block.value[i] = Math.copySign(1 - 2 * block.a[i], block.x[i]);
            block.first[i] = 2 * root * block.b[i];
            block.second[i] = -2 * Math.min(Math.max(block.x[i], -40), 40) * block.first[i];
        }
    }

    /** A function with its derivatives. */
    private record Smooth(DoubleUnaryOperator function, DoubleUnaryOperator slope, DoubleUnaryOperator curve)
            implements Functions.Kinked {
        @Override
        public void evaluate(Block block, int count) {
            for (int i = 0; i < count; i++) {
                block.value[i] = function.applyAsDouble(block.x[i]);
                block.first[i] = slope.applyAsDouble(block.x[i]);
                block.second[i] = curve.applyAsDouble(block.x[i]);
            }
        }
    }

    /** slopes[i] x + shifts[i] between kinks i − 1 and i; a kink belongs to the piece below it. */
    private record Pieces(double[] kinks, double[] slopes, double[] shifts) implements Functions.Kinked {
        @Override
        public void evaluate(Block block, int count) {
            for (int i = 0; i < count; i++) {
                double x = block.x[i];
                int piece = 0;
                while (piece < kinks.length && x > kinks[piece]) {
                    piece++;
                }
                double slope = slopes[piece];
                block.value[i] = slope == 0 && !Double.isNaN(x) ? shifts[piece] : slope * x + shifts[piece];
                block.first[i] = slope;
                block.second[i] = 0;
            }
        }
    }

    /** a x for x > 0, b (e^(c x) − 1) elsewhere. */
    private record Exponentials(double a, double b, double c) implements Functions.Kinked {
        @Override
        public void evaluate(Block block, int count) {
            for (int i = 0; i < count; i++) {
                block.a[i] = c * Math.min(block.x[i], 0);
            }
            block.exponential.expAndLess(block.a, block.a, block.b, count);
            for (int i = 0; i < count; i++) {
                boolean right = block.x[i] > 0;
                block.value[i] = right ? a * block.x[i] : b * block.b[i];
                block.first[i] = right ? a : b * c * block.a[i];
                block.second[i] = right ? 0 : b * c * c * block.a[i];
            }
        }

        @Override
        public double[] kinks() {
            return Math.abs(a - b * c) <= 1e-15 * Math.abs(a) ? new double[0] : new double[] {0};
        }
    }
}
