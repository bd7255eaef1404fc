package io.flatness.networks.layer;

import io.flatness.networks.tile.Block;
import io.flatness.networks.tile.Pointwise;

/**
 * The pointwise functions of {@link Activation}, the same bits on all platforms.
 *
 * <p>No branch depends on a value: see {@link io.flatness.networks.elementary}. Far out, arguments are cut where the function
 * has reached its limit, so that infinities give limits and not 0 · ∞. NaN gives NaN. Values are within 20 u of the truth,
 * u = 2⁻⁵³, but for {@link GeluTanh}, and 2⁻¹⁰⁶⁴ where they are smaller than normal numbers. Derivatives are within 24 u of their
 * largest term.
 */
final class Functions {
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    /** Twice this factor lifts every positive number to 1 or more. */
    private static final double LARGE = 0x1p1000;

    private Functions() {}

    /** A function and the places where its first derivative jumps. */
    interface Kinked extends Pointwise {
        default double[] kinks() {
            return new double[0];
        }
    }

    static Kinked of(Activation.Function function, double alpha, double beta) {
        return switch (function) {
            case TANH -> Functions::tanh;
            case SIGMOID -> Functions::sigmoid;
            case GELU -> Functions::gelu;
            case GELU_TANH -> Functions::geluTanh;
            case SILU -> Functions::silu;
            case SOFTPLUS -> Functions::softplus;
            case ELU -> new Elu(alpha);
            case HARD_SWISH -> new HardSwish();
            case SQUARED_RELU -> Functions::squaredRelu;
            default -> ScalarFunctions.of(function, alpha, beta);
        };
    }

    /** 1 for x > 0, else 0. */
    private static double positive(double x) {
        return Math.min(1, Math.max(x, 0) * LARGE * LARGE);
    }

    private static double cut(double x, double farthest) {
        return Math.min(Math.max(x, -farthest), farthest);
    }

    /** With e = e^(−2|x|): |tanh x| = (1 − e) / (1 + e) and 1 − tanh² x = 4e / (1 + e)². An odd function to the bit. */
    private static void tanh(Block block, int count) {
        double[] x = block.x;
        double[] value = block.value;
        double[] first = block.first;
        double[] second = block.second;
        double[] e = block.a;
        for (int i = 0; i < count; i++) {
            e[i] = -2 * Math.abs(x[i]);
        }
        block.exponential.expAndLess(e, e, value, count);
        for (int i = 0; i < count; i++) {
            double inverse = 1 / (1 + e[i]);
            first[i] = 4 * e[i] * inverse * inverse;
            value[i] *= -inverse;
        }
        for (int i = 0; i < count; i++) {
            value[i] = Math.copySign(value[i], x[i]);
        }
        for (int i = 0; i < count; i++) {
            second[i] = -2 * value[i] * first[i];
        }
    }

    private static void sigmoid(Block block, int count) {
        logistic(block.x, block, count);
    }

    /** σ(x) to value, σ'(x) to first and σ''(x) to second, for any array x but these; e^(−|x|) to a. */
    private static void logistic(double[] x, Block block, int count) {
        double[] value = block.value;
        double[] first = block.first;
        double[] second = block.second;
        double[] e = block.a;
        for (int i = 0; i < count; i++) {
            e[i] = -Math.abs(x[i]);
        }
        block.exponential.expAndLess(e, e, second, count);
        for (int i = 0; i < count; i++) {
            double inverse = 1 / (1 + e[i]);
            double right = positive(x[i]);
            double slope = e[i] * inverse * inverse;
            value[i] = (right + (1 - right) * e[i]) * inverse;
            first[i] = slope;
            second[i] = slope * (second[i] * inverse * (right + right - 1));
        }
    }

    private static void softplus(Block block, int count) {
        double[] x = block.x;
        double[] log = block.a;
        logistic(x, block, count);
        for (int i = 0; i < count; i++) {
            block.second[i] = block.first[i];
            block.first[i] = block.value[i];
        }
        block.logarithm.ofOnePlus(log, log, count);
        for (int i = 0; i < count; i++) {
            block.value[i] = Math.max(x[i], 0) + log[i];
        }
    }

    private static void silu(Block block, int count) {
        double[] x = block.x;
        double[] value = block.value;
        double[] first = block.first;
        double[] second = block.second;
        logistic(x, block, count);
        for (int i = 0; i < count; i++) {
            double y = cut(x[i], 750);
            second[i] = 2 * first[i] + y * second[i];
            first[i] = value[i] + y * first[i];
            value[i] *= Math.max(x[i], -750);
        }
    }

    /**
     * x σ(v) with v = √(8/π) (x + 0.044715 x³). The rounding of v counts in the tail: the error is within (20 + 4 |v|) u.
     */
    private static void geluTanh(Block block, int count) {
        double[] x = block.x;
        double[] v = block.b;
        double[] value = block.value;
        double[] first = block.first;
        double[] second = block.second;
        for (int i = 0; i < count; i++) {
            double y = cut(x[i], 30);
            v[i] = 2 * ROOT_TWO_OVER_PI * (y * (1 + CUBIC * (y * y)));
        }
        logistic(v, block, count);
        for (int i = 0; i < count; i++) {
            double y = cut(x[i], 30);
            double dv = 2 * ROOT_TWO_OVER_PI * (1 + 3 * CUBIC * (y * y));
            double ddv = 12 * ROOT_TWO_OVER_PI * CUBIC * y;
            second[i] = 2 * first[i] * dv + y * (second[i] * (dv * dv) + first[i] * ddv);
            first[i] = value[i] + y * (first[i] * dv);
            value[i] *= Math.max(x[i], -30);
        }
    }

    private static void gelu(Block block, int count) {
        double[] x = block.x;
        double[] tail = block.a;
        double[] density = block.b;
        block.normal.tailAndDensity(x, tail, density, count);
        for (int i = 0; i < count; i++) {
            double right = positive(x[i]);
            double y = cut(x[i], 40);
            double cumulative = right + (1 - 2 * right) * tail[i];
            block.value[i] = Math.max(x[i], -40) * cumulative;
            block.first[i] = cumulative + y * density[i];
            block.second[i] = (2 - y * y) * density[i];
        }
    }

    private static void squaredRelu(Block block, int count) {
        for (int i = 0; i < count; i++) {
            double y = Math.max(block.x[i], 0);
            block.value[i] = y * y;
            block.first[i] = 2 * y;
            block.second[i] = 2 * positive(y);
        }
    }

    private record Elu(double alpha) implements Kinked {
        @Override
        public void evaluate(Block block, int count) {
            double[] x = block.x;
            double[] e = block.a;
            double[] less = block.b;
            for (int i = 0; i < count; i++) {
                e[i] = Math.min(x[i], 0);
            }
            block.exponential.expAndLess(e, e, less, count);
            for (int i = 0; i < count; i++) {
                double right = positive(x[i]);
                double bend = (1 - right) * (alpha * e[i]);
                block.value[i] = Math.max(x[i], 0) + alpha * less[i];
                block.first[i] = right + bend;
                block.second[i] = bend;
            }
        }

        @Override
        public double[] kinks() {
            return alpha == 1 ? new double[0] : new double[] {0};
        }
    }

    private record HardSwish() implements Kinked {
        @Override
        public void evaluate(Block block, int count) {
            for (int i = 0; i < count; i++) {
                double x = block.x[i];
                double y = cut(x, 3);
                double below = positive(3 - x);
                double inside = positive(x + 3) * below;
                block.value[i] = Math.max(x, -3) * ((y + 3) / 6);
                block.first[i] = (1 - below) + inside * ((2 * y + 3) / 6);
                block.second[i] = inside / 3;
            }
        }

        @Override
        public double[] kinks() {
            return new double[] {-3, 3};
        }
    }
}
