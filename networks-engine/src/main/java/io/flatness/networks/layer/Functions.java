package io.flatness.networks.layer;

import io.flatness.networks.tile.Pointwise;

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

    static Kinked of(Activation.Function function, double alpha) {
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
}
