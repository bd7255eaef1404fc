package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Closed forms of the reference values 10 (one dimension) and 11 (two dimensions). */
class VolumeFlatnessTest {
    private static final long BUDGET = 3_000_000;

    private static Measurement line(DoubleUnaryOperator f, double at, double epsilon) {
        return measure(
                new FormulaSurface(1, at == 0 ? 1 : Math.abs(at), x -> f.applyAsDouble(x[0])), epsilon, null, at);
    }

    private static Measurement plane(
            ToDoubleFunction<double[]> f, double epsilon, double @Nullable [] window, double... at) {
        return measure(new FormulaSurface(2, 1, f), epsilon, window, at);
    }

    private static Measurement measure(LossSurface surface, double epsilon, double @Nullable [] window, double... at) {
        return new VolumeFlatness(new VolumeFlatnessParameters(epsilon, BUDGET, window, null, null, 2))
                .measure(new Minimum(surface, at), LocalContext.singleThreaded(1));
    }

    private static void hasLength(double expected, Measurement measured) {
        assertEquals(ValueKind.ESTIMATE, measured.kind(), measured::toString);
        assertTrue(measured.converged());
        assertEquals(LineExit.ASSUMPTION, measured.reason());
        double error = Math.abs(Math.log(expected) - measured.value());
        assertTrue(error <= 1e-9 && error <= 4 * measured.standardError(), measured::toString);
        assertEquals(expected, (double) measured.details().get("volume"), 1e-9 * expected);
    }

    private static void hasLength(double expected, double tolerance, Measurement measured) {
        assertEquals(ValueKind.ESTIMATE, measured.kind(), measured::toString);
        assertEquals(expected, (double) measured.details().get("volume"), tolerance, measured::toString);
    }

    private static void hasArea(double expected, Measurement measured) {
        assertEquals(ValueKind.ESTIMATE, measured.kind(), measured::toString);
        assertTrue(measured.converged());
        double error = Math.abs(Math.log(expected) - measured.value());
        assertTrue(error <= 1e-7 && error <= 4 * measured.standardError(), () -> error + " " + measured);
    }

    private static double doubleWell(double x) {
        return (x * x - 1) * (x * x - 1);
    }

    @Test
    void intervalOfAParabolaIsExactAtAnyScale() {
        hasLength(0.6324555320336759, line(x -> x * x, 0, 0.1));
        hasLength(2000, line(x -> 0.5e-6 * x * x, 0, 0.5));
        for (double scale : new double[] {1e-140, 1e140}) {
            hasLength(2 * scale, line(x -> (x / scale) * (x / scale), 0, 1));
            hasLength(0.5176380902050414 * scale, line(x -> doubleWell(x / scale), scale, 0.25));
        }
    }

    @Test
    void onlyTheWellOfThePointCounts() {
        hasLength(0.5176380902050414, line(VolumeFlatnessTest::doubleWell, 1, 0.25));
        hasLength(1.3416407864998738, line(VolumeFlatnessTest::doubleWell, 1, 0.99));
        hasLength(2.9831157345242834, line(VolumeFlatnessTest::doubleWell, 1, 1.5));
        hasLength(0.33333333333333337, line(x -> 1 - Math.cos(2 * Math.PI * x), 0, 0.5));
        hasLength(0.8564337068712937, line(x -> 1 - Math.cos(2 * Math.PI * x), 0, 1.9));
    }

    @Test
    void aBarrierThatOnlyTouchesTheLevelSeparates() {
        hasLength(1.4142135623730951, line(VolumeFlatnessTest::doubleWell, 1, 1));
    }

    @Test
    void tailsThatFallAgainAreNotReached() {
        hasLength(1.1409248441081765, line(x -> x * x * Math.exp(-x * x / 4), 0, 0.3));
    }

    @Test
    void kinksAndFlatMinimaAreNoObstacle() {
        hasLength(0.13333333333333333, line(x -> 3 * Math.abs(x), 0, 0.2));
        hasLength(2 * Math.pow(0.04, 0.25), line(x -> 0.25 * x * x * x * x, 0, 0.01));
    }

    @Test
    void pointsFarBelowBelongToTheSet() {
        // From the side of the well: one-sided, so the whole well counts.
        double level = doubleWell(1.2) + 0.01;
        double outer = Math.sqrt(1 + Math.sqrt(level));
        double inner = Math.sqrt(1 - Math.sqrt(level));
        hasLength(outer - inner, line(VolumeFlatnessTest::doubleWell, 1.2, 0.01));
    }

    @Test
    void aSetWithoutEndHasNoLengthAndThatIsSaid() {
        Measurement measured = line(x -> 1 - Math.exp(-x * x), 0, 1.5);
        assertEquals(ValueKind.UNDEFINED, measured.kind());
        assertFalse(measured.converged());
        assertEquals(false, measured.details().get("bounded"));
    }

    @Test
    void epsilonBelowTheRoundingOfTheLossIsRefused() {
        MeasurementException refused = assertThrows(MeasurementException.class, () -> line(x -> 1e6 + x * x, 0, 1e-11));
        assertTrue(refused.getMessage().startsWith("epsilon 1.0E-11 is lost in the rounding of the loss 1000000.0"));
    }

    @Test
    void areaOfEllipses() {
        hasArea(0.3141592653589793, plane(x -> 0.5 * (x[0] * x[0] + 4 * x[1] * x[1]), 0.1, null, 0, 0));
        hasArea(0.031415926535897934, plane(x -> 0.5 * (1e4 * x[0] * x[0] + 0.01 * x[1] * x[1]), 0.05, null, 0, 0));
        FormulaSurface tiny =
                new FormulaSurface(2, 1e-50, x -> (x[0] * 1e50) * (x[0] * 1e50) + (x[1] * 1e50) * (x[1] * 1e50));
        hasArea(Math.PI * 1e-100, measure(tiny, 1, null, 0, 0));
    }

    @Test
    void areaOfBananasDoesNotDependOnTheirBend() {
        hasArea(0.6283185307179586, plane(x -> banana(x, 1, 1), 0.2, null, 0, 0));
        hasArea(1.3328648814475097, plane(x -> banana(x, 20, 0.5), 0.3, null, 0, 0));
    }

    private static double banana(double[] x, double k, double c) {
        double bent = x[1] - k * x[0] * x[0];
        return bent * bent + c * x[0] * x[0];
    }

    @Test
    void areaOfRingsIncludesWhatNoRaySees() {
        hasArea(1.8849555921538759, plane(VolumeFlatnessTest::ring, 0.09, null, 1, 0));
        hasArea(3.141592653589793, plane(VolumeFlatnessTest::ring, 0.25, null, 1, 0));
    }

    private static double ring(double[] x) {
        double r = x[0] * x[0] + x[1] * x[1] - 1;
        return r * r;
    }

    @Test
    void areaOfTheWellOfThePointOnly() {
        hasArea(0.4028698615212552, plane(x -> doubleWell(x[0]) + x[1] * x[1], 0.25, null, 1, 0));
    }

    @Test
    void cornersCostNoAccuracy() {
        FormulaSurface diamond = new FormulaSurface(
                2, x -> Math.abs(x[0]) + Math.abs(x[1]), x -> new double[] {Math.signum(x[0]), Math.signum(x[1])});
        hasArea(2, measure(diamond, 1, null, 0, 0));
        FormulaSurface parallelogram = new FormulaSurface(
                2,
                x -> Math.max(Math.abs(x[0]), Math.abs(x[1] - 0.1 * x[0])),
                x -> Math.abs(x[0]) > Math.abs(x[1] - 0.1 * x[0])
                        ? new double[] {Math.signum(x[0]), 0}
                        : new double[] {-0.1 * Math.signum(x[1] - 0.1 * x[0]), Math.signum(x[1] - 0.1 * x[0])});
        hasArea(4, measure(parallelogram, 1, null, 0, 0));
    }

    @Test
    void weightDecayMakesTheAreaFinite() {
        double at = 0.9486832980505138;
        Measurement measured = plane(x -> hyperbola(x) + 0.05 * (x[0] * x[0] + x[1] * x[1]), 0.02, null, at, at);
        hasArea(0.20758990705768224, measured);
    }

    private static double hyperbola(double[] x) {
        double r = Math.max(x[0], 0) * x[1] - 1;
        return 0.5 * r * r;
    }

    @Test
    void armsThatLeaveTheWindowAreSaid() {
        Measurement small = plane(VolumeFlatnessTest::hyperbola, 0.02, new double[] {0, 8, 0, 8}, 1, 1);
        assertEquals(ValueKind.ESTIMATE, small.kind());
        assertEquals(true, small.details().get("touchesWindow"));
        assertTrue(small.converged(), small::toString);
        assertEquals(1.6662525241397557, (double) small.details().get("volume"), 1e-8);
        Measurement large = plane(VolumeFlatnessTest::hyperbola, 0.1, new double[] {0, 64, 0, 64}, 1, 1);
        assertEquals(7.471432598669487, (double) large.details().get("volume"), 1e-7);
    }

    @Test
    void anInfiniteAreaIsNeverCalledExact() {
        Measurement measured = plane(VolumeFlatnessTest::hyperbola, 0.02, null, 1, 1);
        assertEquals(ValueKind.UNDEFINED, measured.kind(), measured::toString);
        assertFalse(measured.converged());
        assertEquals(true, measured.details().get("touchesWindow"));
        // Of an infinite area each window that is eight times larger shows the same amount more: 2 · 0.2 · ln 8.
        List<?> areas = (List<?>) measured.details().get("areas");
        for (int k = 4; k < areas.size(); k++) {
            assertEquals(
                    2 * 0.2 * 2 * Math.log(8),
                    (double) areas.get(k) - (double) areas.get(k - 1),
                    0.01,
                    areas::toString);
        }
    }

    @Test
    void wavesAreNotJumpedOver() {
        // 1 − cos 2πx at its minimum 0: where all larger integers lie low again
        hasLength(Math.acos(0.8) / Math.PI, line(x -> 1 - Math.cos(2 * Math.PI * x), 0, 0.2));
        hasLength(Math.acos(-0.2) / Math.PI, line(x -> 1 - Math.cos(2 * Math.PI * x), 0, 1.2));
        // leaves, comes back below and leaves again
        DoubleUnaryOperator hump = x -> x * x * Math.exp(-x * x / 4);
        hasLength(2.036354003876826, 1e-12, line(hump, 0, 0.8));
        // a slow rise with quick waves on it: the first crest over the level ends the set
        for (double waves : new double[] {7, 23, 61}) {
            DoubleUnaryOperator f = x -> x * x + 0.05 * (1 - Math.cos(2 * Math.PI * waves * x));
            double first = 0;
            while (f.applyAsDouble(first) < 0.3) {
                first += 1e-6;
            }
            hasLength(2 * first, 1e-5, line(f, 0, 0.3));
        }
    }

    @Test
    void areaOfRotatedEllipsesOfAnyCondition() {
        for (double condition : new double[] {1, 1e2, 1e4, 1e6, 1e8}) {
            for (double angle : new double[] {0.3, 1, 2.2}) {
                double c = Math.cos(angle);
                double s = Math.sin(angle);
                FormulaSurface surface = new FormulaSurface(
                        2,
                        x -> {
                            double u = c * x[0] + s * x[1];
                            double v = c * x[1] - s * x[0];
                            return 0.5 * (u * u + v * v / condition);
                        },
                        x -> {
                            double u = c * x[0] + s * x[1];
                            double v = (c * x[1] - s * x[0]) / condition;
                            return new double[] {c * u - s * v, s * u + c * v};
                        });
                hasArea(2 * Math.PI * 0.01 * Math.sqrt(condition), measure(surface, 0.01, null, 0, 0));
            }
        }
    }

    @Test
    void thinAndBentSetsAreFollowed() {
        hasArea(Math.PI * 0.2 / Math.sqrt(0.96), plane(x -> banana(x, 60, 0.96), 0.2, null, 0, 0));
        // between ab = 1 − s and ab = 1 + s in [0, 200]²
        double s = Math.sqrt(0.02);
        double expected = under(1 + s, 200) - under(1 - s, 200);
        Measurement wide = plane(VolumeFlatnessTest::hyperbola, 0.01, new double[] {0, 200, 0, 200}, 1, 1);
        assertEquals(ValueKind.ESTIMATE, wide.kind(), wide::toString);
        assertEquals(expected, (double) wide.details().get("volume"), 1e-7, wide::toString);
    }

    /** The area of ab &lt; q in [0, w]². */
    private static double under(double q, double w) {
        return q * (1 + Math.log(w * w / q));
    }

    @Test
    void holesAreFoundAndTakenOut() {
        // A dish with a peak at (0.4, 0.2) that rises through the level.
        ToDoubleFunction<double[]> dish = x -> {
            double dx = x[0] - 0.4;
            double dy = x[1] - 0.2;
            return 0.5 * (x[0] * x[0] + x[1] * x[1]) + 2 * Math.exp(-200 * (dx * dx + dy * dy));
        };
        double h = 1e-3;
        int count = 0;
        for (double a = -1; a < 1; a += h) {
            for (double b = -1; b < 1; b += h) {
                count += dish.applyAsDouble(new double[] {a + h / 2, b + h / 2}) < 0.3 ? 1 : 0;
            }
        }
        Measurement measured = plane(dish, 0.3, null, 0, 0);
        assertEquals(2, measured.details().get("boundaries"), measured::toString);
        assertEquals(count * h * h, (double) measured.details().get("volume"), 1e-3, measured::toString);
    }

    @Test
    void aSaddleAtTheLevelSeparates() {
        Measurement measured = plane(x -> doubleWell(x[0]) + x[1] * x[1], 1, null, 1, 0);
        // y² < 2x² − x⁴: 2 ∫ x √(2 − x²) dx from 0 to √2 = (2/3) 2^{3/2}
        assertEquals(2 / 3.0 * Math.pow(2, 1.5), (double) measured.details().get("volume"), 1e-6, measured::toString);
    }
}
