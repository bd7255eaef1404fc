package io.flatness.networks.layer;

import io.flatness.networks.tile.Pointwise;
import java.util.function.DoubleUnaryOperator;

/** The pointwise functions of {@link Activation}, with {@link StrictMath} so that all platforms agree on the bits. */
final class Functions {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    private Functions() {}

    /** A function and the places where its first derivative jumps. */
    interface Kinked extends Pointwise {
        default double[] kinks() {
            return new double[0];
        }
    }

    static Kinked of(Activation.Function function, double alpha, double beta) {
        return switch (function) {
            case TANH -> new Tanh();
            case SIGMOID -> new Sigmoid();
            case GELU -> new Gelu();
            case GELU_TANH -> new GeluTanh();
            case SILU -> new Silu();
            case SOFTPLUS -> new Softplus();
            case ELU -> new Elu(alpha);
            case HARD_SWISH -> new HardSwish();
            case SQUARED_RELU -> new SquaredRelu();
            case CLIP -> new Pieces(new double[] {alpha, beta}, new double[] {0, 1, 0}, new double[] {alpha, 0, beta});
            case HARD_SIGMOID ->
                new Pieces(
                        new double[] {
                            Math.min(-beta / alpha, (1 - beta) / alpha), Math.max(-beta / alpha, (1 - beta) / alpha)
                        },
                        new double[] {0, alpha, 0},
                        new double[] {alpha > 0 ? 0 : 1, beta, alpha > 0 ? 1 : 0});
            case THRESHOLD -> new Pieces(new double[] {alpha}, new double[] {0, 1}, new double[] {beta, 0});
            case HARD_SHRINK -> new Pieces(new double[] {-alpha, alpha}, new double[] {1, 0, 1}, new double[3]);
            case SOFT_SHRINK ->
                new Pieces(new double[] {-alpha, alpha}, new double[] {1, 0, 1}, new double[] {alpha, 0, -alpha});
            case SELU -> new Exponentials(beta, alpha * beta, 1);
            case CELU -> new Exponentials(1, alpha, 1 / alpha);
            case MISH -> new Mish();
            case SOFTSIGN -> new Softsign();
            case LOG_SIGMOID ->
                new Smooth(
                        x -> Math.min(x, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
                        x -> sigmoid(-x),
                        x -> -sigmoidSlope(x));
            case SINE -> new Smooth(StrictMath::sin, StrictMath::cos, x -> -StrictMath.sin(x));
            case COSINE -> new Smooth(StrictMath::cos, x -> -StrictMath.sin(x), x -> -StrictMath.cos(x));
            case EXP -> new Smooth(StrictMath::exp, StrictMath::exp, StrictMath::exp);
            case LOG -> new Smooth(StrictMath::log, x -> 1 / x, x -> -1 / (x * x));
            case SQRT -> new Smooth(Math::sqrt, x -> 0.5 / Math.sqrt(x), x -> -0.25 / (x * Math.sqrt(x)));
            case RECIPROCAL -> new Smooth(x -> 1 / x, x -> -1 / (x * x), x -> 2 / (x * x * x));
            case SQUARE -> new Smooth(x -> x * x, x -> 2 * x, x -> 2);
            case POWER ->
                new Smooth(
                        x -> StrictMath.pow(x, alpha),
                        x -> alpha == 0 ? 0 : alpha * StrictMath.pow(x, alpha - 1),
                        x -> alpha == 0 || alpha == 1 ? 0 : alpha * (alpha - 1) * StrictMath.pow(x, alpha - 2));
            case ERF ->
                new Smooth(
                        x -> x < 0 ? ErrorFunction.complement(-x) - 1 : 1 - ErrorFunction.complement(x),
                        x -> 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x),
                        x -> -4 * x / Math.sqrt(Math.PI) * StrictMath.exp(-x * x));
            case ARCTANGENT ->
                new Smooth(StrictMath::atan, x -> 1 / (1 + x * x), x -> -2 * x / ((1 + x * x) * (1 + x * x)));
        };
    }

    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** σ(x) σ(−x). */
    private static double sigmoidSlope(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return e / ((1 + e) * (1 + e));
    }

    private record Tanh() implements Kinked {
        @Override
        public double value(double x) {
            return StrictMath.tanh(x);
        }

        @Override
        public double first(double x) {
            return 4 * sigmoidSlope(2 * x);
        }

        @Override
        public double second(double x) {
            return -2 * StrictMath.tanh(x) * first(x);
        }
    }

    private record Sigmoid() implements Kinked {
        @Override
        public double value(double x) {
            return sigmoid(x);
        }

        @Override
        public double first(double x) {
            return sigmoidSlope(x);
        }

        @Override
        public double second(double x) {
            return -sigmoidSlope(x) * StrictMath.tanh(x / 2);
        }
    }

    private record Gelu() implements Kinked {
        @Override
        public double value(double x) {
            return x * cumulative(x);
        }

        @Override
        public double first(double x) {
            return cumulative(x) + x * density(x);
        }

        @Override
        public double second(double x) {
            return (2 - x * x) * density(x);
        }

        private static double cumulative(double x) {
            return 0.5 * ErrorFunction.complement(-x * ROOT_HALF);
        }

        private static double density(double x) {
            return DENSITY * StrictMath.exp(-0.5 * x * x);
        }
    }

    private record GeluTanh() implements Kinked {
        @Override
        public double value(double x) {
            return x * sigmoid(2 * inner(x));
        }

        @Override
        public double first(double x) {
            return sigmoid(2 * inner(x)) + 2 * x * sigmoidSlope(2 * inner(x)) * innerFirst(x);
        }

        @Override
        public double second(double x) {
            double u = inner(x);
            double du = innerFirst(x);
            double slope = 2 * sigmoidSlope(2 * u);
            double bend = -2 * slope * StrictMath.tanh(u);
            return 2 * slope * du + x * (bend * du * du + slope * ROOT_TWO_OVER_PI * 6 * CUBIC * x);
        }

        private static double inner(double x) {
            return ROOT_TWO_OVER_PI * (x + CUBIC * x * x * x);
        }

        private static double innerFirst(double x) {
            return ROOT_TWO_OVER_PI * (1 + 3 * CUBIC * x * x);
        }
    }

    private record Silu() implements Kinked {
        @Override
        public double value(double x) {
            return x * sigmoid(x);
        }

        @Override
        public double first(double x) {
            return sigmoid(x) + x * sigmoidSlope(x);
        }

        @Override
        public double second(double x) {
            return sigmoidSlope(x) * (2 - x * StrictMath.tanh(x / 2));
        }
    }

    private record Softplus() implements Kinked {
        @Override
        public double value(double x) {
            return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        }

        @Override
        public double first(double x) {
            return sigmoid(x);
        }

        @Override
        public double second(double x) {
            return sigmoidSlope(x);
        }
    }

    private record Elu(double alpha) implements Kinked {
        @Override
        public double value(double x) {
            return x > 0 ? x : alpha * StrictMath.expm1(x);
        }

        @Override
        public double first(double x) {
            return x > 0 ? 1 : alpha * StrictMath.exp(x);
        }

        @Override
        public double second(double x) {
            return x > 0 ? 0 : alpha * StrictMath.exp(x);
        }

        @Override
        public double[] kinks() {
            return alpha == 1 ? new double[0] : new double[] {0};
        }
    }

    private record HardSwish() implements Kinked {
        @Override
        public double value(double x) {
            return x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
        }

        @Override
        public double first(double x) {
            return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;
        }

        @Override
        public double second(double x) {
            return x <= -3 || x >= 3 ? 0 : 1.0 / 3;
        }

        @Override
        public double[] kinks() {
            return new double[] {-3, 3};
        }
    }

    private record SquaredRelu() implements Kinked {
        @Override
        public double value(double x) {
            return x > 0 ? x * x : 0;
        }

        @Override
        public double first(double x) {
            return x > 0 ? 2 * x : 0;
        }

        @Override
        public double second(double x) {
            return x > 0 ? 2 : 0;
        }
    }

    /** A function with its derivatives, smooth where it is defined. */
    private record Smooth(
            DoubleUnaryOperator function, DoubleUnaryOperator derivative, DoubleUnaryOperator secondDerivative)
            implements Kinked {
        @Override
        public double value(double x) {
            return function.applyAsDouble(x);
        }

        @Override
        public double first(double x) {
            return derivative.applyAsDouble(x);
        }

        @Override
        public double second(double x) {
            return secondDerivative.applyAsDouble(x);
        }
    }

    /** slopes[i] x + shifts[i] between kinks i − 1 and i; a kink belongs to the piece below it. */
    private record Pieces(double[] kinks, double[] slopes, double[] shifts) implements Kinked {
        private int piece(double x) {
            int piece = 0;
            while (piece < kinks.length && x > kinks[piece]) {
                piece++;
            }
            return piece;
        }

        @Override
        public double value(double x) {
            int piece = piece(x);
            return slopes[piece] == 0 && !Double.isNaN(x) ? shifts[piece] : slopes[piece] * x + shifts[piece];
        }

        @Override
        public double first(double x) {
            return slopes[piece(x)];
        }

        @Override
        public double second(double x) {
            return 0;
        }
    }

    /** a x for x > 0, b (e^(c x) − 1) elsewhere. */
    private record Exponentials(double a, double b, double c) implements Kinked {
        @Override
        public double value(double x) {
            return x > 0 ? a * x : b * StrictMath.expm1(c * x);
        }

        @Override
        public double first(double x) {
            return x > 0 ? a : b * c * StrictMath.exp(c * x);
        }

        @Override
        public double second(double x) {
            return x > 0 ? 0 : b * c * c * StrictMath.exp(c * x);
        }

        @Override
        public double[] kinks() {
            return Math.abs(a - b * c) <= 1e-15 * Math.abs(a) ? new double[0] : new double[] {0};
        }
    }

    /** With s = log(1 + eˣ), s' = σ(x) and t = tanh s: φ' = t + x (1 − t²) σ. */
    private record Mish() implements Kinked {
        private static double tanhOfSoftplus(double x) {
            return StrictMath.tanh(Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
        }

        @Override
        public double value(double x) {
            return x * tanhOfSoftplus(x);
        }

        @Override
        public double first(double x) {
            double t = tanhOfSoftplus(x);
            return t + x * (1 - t * t) * sigmoid(x);
        }

        @Override
        public double second(double x) {
            double t = tanhOfSoftplus(x);
            double s = sigmoid(x);
            double slope = (1 - t * t) * s;
            return 2 * slope + x * (-2 * t * slope * s + (1 - t * t) * sigmoidSlope(x));
        }
    }

    /** φ'' jumps at 0, φ' does not. */
    private record Softsign() implements Kinked {
        @Override
        public double value(double x) {
            return x / (1 + Math.abs(x));
        }

        @Override
        public double first(double x) {
            double d = 1 + Math.abs(x);
            return 1 / (d * d);
        }

        @Override
        public double second(double x) {
            double d = 1 + Math.abs(x);
            return -2 * Math.signum(x) / (d * d * d);
        }
    }
}
