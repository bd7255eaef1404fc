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
        return new VolumeFlatness(new VolumeFlatnessParameters(epsilon, BUDGET, window))
                .measure(new Minimum(surface, at), LocalContext.singleThreaded(1));
    }

    private static void hasLength(double expected, Measurement measured) {
        assertEquals(ValueKind.EXACT, measured.kind());
        assertEquals(expected, (double) measured.details().get("volume"), 1e-9 * expected);
        assertEquals(Math.log(expected), measured.value(), 1e-9);
    }

    private static void hasArea(double expected, Measurement measured) {
        assertEquals(ValueKind.EXACT, measured.kind(), () -> measured.toString());
        assertTrue(measured.converged());
        assertEquals(expected, (double) measured.details().get("volume"), 1e-8 * expected, measured::toString);
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
    void aSetWithoutEndIsALowerBoundThatSaysSo() {
        Measurement measured = line(x -> 1 - Math.exp(-x * x), 0, 1.5);
        assertEquals(ValueKind.LOWER_BOUND, measured.kind());
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
        assertEquals(ValueKind.EXACT, measured.kind());
        assertEquals(0.20758990705768224, (double) measured.details().get("volume"), 1e-6);
    }

    private static double hyperbola(double[] x) {
        double r = Math.max(x[0], 0) * x[1] - 1;
        return 0.5 * r * r;
    }

    @Test
    void armsThatLeaveTheWindowAreSaid() {
        Measurement small = plane(VolumeFlatnessTest::hyperbola, 0.02, new double[] {0, 8, 0, 8}, 1, 1);
        assertEquals(ValueKind.LOWER_BOUND, small.kind());
        assertEquals(true, small.details().get("touchesWindow"));
        assertTrue(small.converged(), small::toString);
        assertEquals(1.6662525241397557, (double) small.details().get("volume"), 1e-8);
        Measurement large = plane(VolumeFlatnessTest::hyperbola, 0.1, new double[] {0, 64, 0, 64}, 1, 1);
        assertEquals(7.471432598669487, (double) large.details().get("volume"), 1e-7);
    }

    @Test
    void anInfiniteAreaIsNeverCalledExact() {
        Measurement measured = plane(VolumeFlatnessTest::hyperbola, 0.02, null, 1, 1);
        assertEquals(ValueKind.LOWER_BOUND, measured.kind(), measured::toString);
        assertEquals(true, measured.details().get("touchesWindow"));
        assertFalse(measured.reason().isEmpty());
    }
}
