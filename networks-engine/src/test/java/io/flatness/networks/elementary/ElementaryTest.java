package io.flatness.networks.elementary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Errors against 50 digits, on a grid, at random and where methods of this kind break. */
class ElementaryTest {
    private static final int LENGTH = Exponential.LENGTH;

    private final Exponential exponential = new Exponential();

    /** A function of a whole array. */
    private interface Of {
        void apply(double[] x, double[] out, int count);
    }

    @Test
    void exponentialsAreWithinTheirBound() {
        double[] x = points(-746, 710);
        assertWithin(2.5, x, exponential::exp, Precise::exp);
        assertWithin(2.5, points(-1, 1), exponential::exp, Precise::exp);
    }

    @Test
    void exponentialsBelowTheNormalNumbersAreWithinTwoOfTheSmallest() {
        double[] x = new SplittableRandom(3).doubles(LENGTH, -745.1, -708.4).toArray();
        double[] actual = new double[LENGTH];
        exponential.exp(x, actual, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            BigDecimal distance = new BigDecimal(actual[i])
                    .subtract(Precise.exp(new BigDecimal(x[i])))
                    .abs();
            assertTrue(distance.doubleValue() <= 2 * Double.MIN_VALUE, "x = " + x[i] + ": " + distance);
        }
    }

    @Test
    void exponentialsLessOneAreWithinTheirBound() {
        Of less = (x, out, count) -> exponential.expAndLess(x, new double[LENGTH], out, count);
        UnaryOperator<BigDecimal> precise =
                x -> Precise.exp(x).subtract(BigDecimal.ONE).signum() == 0 ? x : lessOne(x);
        assertWithin(3, points(-746, 0), less, precise);
        assertWithin(3, points(-2, 0), less, precise);
    }

    @Test
    void logarithmsAreWithinTheirBound() {
        assertWithin(3.3, points(0, 1), new Logarithm()::ofOnePlus, Precise::logOfOnePlus);
        assertWithin(3.3, points(0, 1e-6), new Logarithm()::ofOnePlus, Precise::logOfOnePlus);
    }

    @Test
    void tailsOfTheNormalDistributionAreWithinTheirBound() {
        Normal normal = new Normal();
        Of tail = (x, out, count) -> normal.tailAndDensity(x, out, new double[LENGTH], count);
        Of density = (x, out, count) -> normal.tailAndDensity(x, new double[LENGTH], out, count);
        for (double end : new double[] {0.01, 2, 8, 39.5}) {
            assertWithin(17, points(0, end), tail, Precise::tail);
            assertWithin(4, points(0, end), density, Precise::density);
        }
    }

    @Test
    void endsAreExact() {
        double[] x = {0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e300, -1e300};
        double[] exp = new double[LENGTH];
        double[] less = new double[LENGTH];
        exponential.expAndLess(x, exp, less, x.length);
        double infinity = Double.POSITIVE_INFINITY;
        assertArrayEquals(new double[] {1, 1, infinity, 0, Double.NaN, infinity, 0}, first(exp, x.length));
        assertArrayEquals(
                new double[] {0, 0},
                DoubleStream.of(first(less, 2)).map(Math::abs).toArray());
        assertEquals(-1, less[3]);
        assertTrue(Double.isNaN(less[4]));
        Normal normal = new Normal();
        normal.tailAndDensity(x, exp, less, x.length);
        assertArrayEquals(
                new double[] {0, 0, Double.NaN, 0, 0}, new double[] {exp[2], exp[3], exp[4], exp[5], less[6]});
        assertEquals(0.5, exp[0], 0x1p-52);
    }

    @Test
    void aNumberHasTheSameBitsWhereverItStands() {
        double[] x = points(-50, 50);
        double[] whole = new double[LENGTH];
        exponential.exp(x, whole, LENGTH);
        double[] tails = new double[LENGTH];
        Normal normal = new Normal();
        normal.tailAndDensity(x, tails, new double[LENGTH], LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            double[] alone = {x[i]};
            double[] one = new double[1];
            exponential.exp(alone, one, 1);
            assertEquals(whole[i], one[0]);
            assertEquals(whole[i], Exponential.of(x[i]));
            normal.tailAndDensity(alone, one, new double[1], 1);
            assertEquals(tails[i], one[0]);
        }
    }

    private static void assertWithin(double bound, double[] x, Of function, UnaryOperator<BigDecimal> precise) {
        double[] actual = new double[LENGTH];
        function.apply(x, actual, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            BigDecimal expected = precise.apply(new BigDecimal(x[i]));
            if (expected.doubleValue() != 0) {
                double error = Precise.error(actual[i], expected, expected);
                assertTrue(error <= bound, "x = " + x[i] + ": " + actual[i] + " is " + error + " u off");
            }
        }
    }

    /** e^x − 1 for tiny x, where 50 digits of e^x are too few. */
    private static BigDecimal lessOne(BigDecimal x) {
        if (x.abs().doubleValue() > 1e-9) {
            return Precise.exp(x).subtract(BigDecimal.ONE);
        }
        BigDecimal square = x.multiply(x, Precise.DIGITS);
        return x.add(square.multiply(BigDecimal.valueOf(0.5)), Precise.DIGITS)
                .add(square.multiply(x, Precise.DIGITS).divide(BigDecimal.valueOf(6), Precise.DIGITS), Precise.DIGITS);
    }

    /** A grid, random numbers, multiples of ½ log 2 and their neighbours, and numbers of every size, within [low, high]. */
    private static double[] points(double low, double high) {
        SplittableRandom random = new SplittableRandom(7);
        double[] x = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            double at = switch (i % 4) {
                case 0 -> low + (high - low) * i / (LENGTH - 1);
                case 1 -> random.nextDouble(low, high);
                case 2 ->
                    Math.nextUp(Math.rint(random.nextDouble(low, high) / 0.34657359027997264) * 0.34657359027997264);
                default -> Math.copySign(Math.scalb(1.7, -i * 4), low + high);
            };
            x[i] = Math.min(Math.max(at, low), high);
        }
        return x;
    }

    private static double[] first(double[] x, int count) {
        return java.util.Arrays.copyOf(x, count);
    }
}
