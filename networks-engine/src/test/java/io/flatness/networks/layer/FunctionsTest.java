package io.flatness.networks.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.networks.elementary.Precise;
import io.flatness.networks.tile.Block;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values and derivatives of activations against 50 digits, and at the ends. */
class FunctionsTest {
    private static final BigDecimal ONE = BigDecimal.ONE;

    /** An exact number and the size of the largest term in it. */
    private record Exact(BigDecimal value, BigDecimal size) {
        static Exact of(BigDecimal value) {
            return new Exact(value, value);
        }

        static Exact sum(BigDecimal... terms) {
            BigDecimal sum = BigDecimal.ZERO;
            BigDecimal size = BigDecimal.ZERO;
            for (BigDecimal term : terms) {
                sum = sum.add(term);
                size = size.max(term.abs());
            }
            return new Exact(sum, size);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.Function.class,
            names = {"TANH", "SIGMOID", "GELU", "SILU", "SOFTPLUS", "ELU"})
    void valuesAndDerivativesAreWithinTheirBounds(Activation.Function function) {
        SplittableRandom random = new SplittableRandom(11);
        Block block = new Block();
        int count = Block.LENGTH;
        for (double end : new double[] {1, 6, 39, 740}) {
            for (int i = 0; i < count; i++) {
                block.x[i] = i % 2 == 0 ? Math.scalb(random.nextDouble(-1, 1), -i) : random.nextDouble(-end, end);
            }
            Functions.of(function, 1.25, 0).evaluate(block, count);
            for (int i = 0; i < count; i += 3) {
                Exact[] exact = exact(function, new BigDecimal(block.x[i]).round(Precise.DIGITS));
                double[] actual = {block.value[i], block.first[i], block.second[i]};
                for (int k = 0; k < 3; k++) {
                    if (exact[k].size.doubleValue() != 0) {
                        double error = Precise.error(actual[k], exact[k].value, exact[k].size);
                        assertTrue(
                                error < (k == 0 ? 20 : 24),
                                function + " " + block.x[i] + ": order " + k + " is " + error + " u off");
                    }
                }
            }
        }
    }

    private static Exact[] exact(Activation.Function function, BigDecimal x) {
        boolean left = x.signum() <= 0;
        BigDecimal magnitude = x.abs();
        BigDecimal e = Precise.exp(magnitude.negate());
        BigDecimal slope = e.divide(ONE.add(e).pow(2), Precise.DIGITS);
        BigDecimal sigmoid = (left ? e : ONE).divide(ONE.add(e), Precise.DIGITS);
        BigDecimal less = lessOne(magnitude.negate());
        BigDecimal half = less.negate().divide(ONE.add(e), Precise.DIGITS);
        BigDecimal tanhOfHalf = left ? half.negate() : half;
        BigDecimal alpha = BigDecimal.valueOf(1.25);
        return switch (function) {
            case TANH -> {
                BigDecimal ee = Precise.exp(magnitude.negate().multiply(BigDecimal.valueOf(2)));
                BigDecimal t = lessOne(magnitude.multiply(BigDecimal.valueOf(-2)))
                        .negate()
                        .divide(ONE.add(ee), Precise.DIGITS);
                BigDecimal tanh = left ? t.negate() : t;
                BigDecimal first =
                        ee.multiply(BigDecimal.valueOf(4)).divide(ONE.add(ee).pow(2), Precise.DIGITS);
                yield new Exact[] {
                    Exact.of(tanh),
                    Exact.of(first),
                    Exact.of(first.multiply(tanh).multiply(BigDecimal.valueOf(-2)))
                };
            }
            case SIGMOID ->
                new Exact[] {
                    Exact.of(sigmoid),
                    Exact.of(slope),
                    Exact.of(slope.multiply(tanhOfHalf).negate())
                };
            case SILU ->
                new Exact[] {
                    Exact.of(x.multiply(sigmoid)),
                    Exact.sum(sigmoid, x.multiply(slope)),
                    Exact.sum(
                            slope.multiply(BigDecimal.valueOf(2)),
                            slope.multiply(x).multiply(tanhOfHalf).negate())
                };
            case SOFTPLUS ->
                new Exact[] {
                    Exact.of(x.max(BigDecimal.ZERO).add(Precise.logOfOnePlus(e))), Exact.of(sigmoid), Exact.of(slope)
                };
            case ELU ->
                new Exact[] {
                    Exact.of(left ? alpha.multiply(less) : x),
                    Exact.of(left ? alpha.multiply(e) : ONE),
                    Exact.of(left ? alpha.multiply(e) : BigDecimal.ZERO)
                };
            case GELU -> {
                BigDecimal tail = Precise.tail(magnitude);
                BigDecimal density = Precise.density(magnitude);
                BigDecimal cumulative = left ? tail : ONE.subtract(tail);
                yield new Exact[] {
                    Exact.of(x.multiply(cumulative)),
                    Exact.sum(cumulative, x.multiply(density)),
                    Exact.sum(
                            density.multiply(BigDecimal.valueOf(2)),
                            x.multiply(x).multiply(density).negate())
                };
            }
            default -> throw new AssertionError(function);
        };
    }

    private static BigDecimal lessOne(BigDecimal x) {
        return x.abs().doubleValue() < 1e-20 ? x : Precise.exp(x).subtract(ONE);
    }

    @Test
    void theTanhFormOfGeluKeepsItsBound() {
        Block block = new Block();
        int count = Block.LENGTH;
        for (int i = 0; i < count; i++) {
            block.x[i] = -20 + 40.0 * i / (count - 1);
        }
        Functions.of(Activation.Function.GELU_TANH, 1, 0).evaluate(block, count);
        BigDecimal root =
                new BigDecimal(2).multiply(Precise.density(BigDecimal.ZERO)).multiply(new BigDecimal(2));
        for (int i = 0; i < count; i++) {
            BigDecimal x = new BigDecimal(block.x[i]);
            BigDecimal v = root.multiply(x.add(new BigDecimal("0.044715").multiply(x.pow(3))));
            BigDecimal value = x.divide(ONE.add(Precise.exp(v.negate())), Precise.DIGITS);
            double error = Precise.error(block.value[i], value, value);
            assertTrue(error < 20 + 4 * Math.abs(v.doubleValue()), block.x[i] + ": " + error);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.Function.class,
            names = {"TANH", "SIGMOID", "GELU", "GELU_TANH", "SILU", "SOFTPLUS", "ELU", "HARD_SWISH", "SQUARED_RELU"})
    void farOutEveryFunctionHasItsLimit(Activation.Function function) {
        Block block = new Block();
        double infinity = Double.POSITIVE_INFINITY;
        double[] x = {-infinity, -1e300, infinity, 1e300, Double.NaN, 0, -0.0, Double.MIN_VALUE};
        System.arraycopy(x, 0, block.x, 0, x.length);
        Functions.of(function, 1, 0).evaluate(block, x.length);
        double left = switch (function) {
            case TANH, ELU -> -1;
            default -> 0;
        };
        for (int i = 0; i < 2; i++) {
            assertEquals(left, block.value[i] + 0.0, function + " " + x[i]);
            assertEquals(0, block.first[i] + 0.0, function + " " + x[i]);
            assertEquals(0, block.second[i] + 0.0, function + " " + x[i]);
            boolean bounded = function == Activation.Function.TANH || function == Activation.Function.SIGMOID;
            boolean square = function == Activation.Function.SQUARED_RELU;
            assertEquals(bounded ? 1 : square ? infinity : x[2 + i], block.value[2 + i], function + " " + x[2 + i]);
            assertEquals(bounded ? 0 : square ? 2 * x[2 + i] : 1, block.first[2 + i] + 0.0, function + " " + x[2 + i]);
            assertEquals(square ? 2 : 0, block.second[2 + i] + 0.0, function + " " + x[2 + i]);
        }
        assertTrue(Double.isNaN(block.value[4]) && Double.isNaN(block.first[4]), function + " of NaN");
        double atZero = switch (function) {
            case SIGMOID -> 0.5;
            case SOFTPLUS -> StrictMath.log(2);
            default -> 0;
        };
        for (int i = 5; i < 8; i++) {
            assertEquals(atZero, block.value[i], 0x1p-53, function + " " + x[i]);
        }
    }

    @Test
    void tanhIsOddToTheBit() {
        SplittableRandom random = new SplittableRandom(5);
        Block block = new Block();
        for (int i = 0; i < Block.LENGTH; i += 2) {
            block.x[i] = i == 0 ? 0 : random.nextDouble(-3, 3);
            block.x[i + 1] = -block.x[i];
        }
        Functions.of(Activation.Function.TANH, 1, 0).evaluate(block, Block.LENGTH);
        for (int i = 0; i < Block.LENGTH; i += 2) {
            assertEquals(block.value[i], -block.value[i + 1]);
            assertEquals(block.first[i], block.first[i + 1]);
            assertEquals(block.second[i], -block.second[i + 1]);
        }
    }
}
