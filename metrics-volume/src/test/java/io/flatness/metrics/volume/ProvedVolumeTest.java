package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.problem.AnalyticParameters;
import io.flatness.networks.problem.AnalyticParameters.Surface;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lengths and areas of surfaces with bounds over boxes: exact, because proved. */
class ProvedVolumeTest {
    private static final LocalContext CONTEXT = LocalContext.singleThreaded(1);

    private static Measurement measure(
            Surface surface, double epsilon, double @Nullable [] window, double @Nullable [] at, double k) {
        Minimum minimum =
                new AnalyticParameters(surface, at, k, 0.5).open(CONTEXT).initial();
        return new VolumeFlatness(new VolumeFlatnessParameters(epsilon, 400_000, window, null, null, 2))
                .measure(minimum, CONTEXT);
    }

    private static void isExact(double expected, Measurement measured) {
        assertEquals(ValueKind.EXACT, measured.kind(), measured::toString);
        assertTrue(measured.converged());
        assertEquals(Math.log(expected), measured.value(), 1e-7, measured::toString);
    }

    @Test
    void lengthsAreExact() {
        isExact(Math.acos(0.8) / Math.PI, measure(Surface.COSINE, 0.2, null, null, 1));
        isExact(Math.acos(-0.2) / Math.PI, measure(Surface.COSINE, 1.2, null, null, 1));
        isExact(0.5176380902050414, measure(Surface.DOUBLE_WELL, 0.25, null, null, 1));
        isExact(2.9831157345242834, measure(Surface.DOUBLE_WELL, 1.5, null, null, 1));
    }

    @Test
    void areasAreExactAndEnclosed() {
        isExact(Math.PI * 0.3 / Math.sqrt(0.5), measure(Surface.BANANA, 0.3, null, null, 3));
        isExact(2 * Math.PI * 0.3, measure(Surface.RING, 0.09, null, null, 1));
        Measurement valley = measure(Surface.QUARTIC_VALLEY, 0.01, null, null, 1);
        isExact(0.2211, 1e-4, valley);
        double[] proved = (double[]) valley.details().get("provedArea");
        double area = (double) valley.details().get("volume");
        assertTrue(proved[0] < area && area < proved[1] && proved[1] < 1.02 * proved[0]);
    }

    private static void isExact(double expected, double tolerance, Measurement measured) {
        assertEquals(ValueKind.EXACT, measured.kind(), measured::toString);
        assertEquals(expected, (double) measured.details().get("volume"), tolerance);
    }

    /** The set of a rectified unit with a ≤ 0 joins at the level ½; below it the arms go on for ever. */
    @Test
    void insideAWindowTheAreaIsExactAndThatTheWindowCutsItIsSaid() {
        Measurement measured = measure(Surface.HYPERBOLA, 0.02, new double[] {0, 8, 0, 8}, null, 1);
        isExact(1.6662525241397557, measured);
        assertTrue(String.valueOf(measured.reason()).contains("touches the window"));
    }

    /** The arms between two hyperbolas go on for ever: 2s ln W² for a in [1/W, W]. */
    @Test
    void aSetWithoutEndHasTheProvedPartForALowerBound() {
        Measurement measured = measure(Surface.HYPERBOLA, 0.02, null, null, 1);
        assertEquals(ValueKind.LOWER_BOUND, measured.kind(), measured::toString);
        double proved = Math.exp(measured.value());
        assertEquals(proved, (double) measured.details().get("provedArea"), 1e-12 * proved);
        assertTrue(proved > 0.9 && proved < (double) measured.details().get("volume"), measured::toString);
        assertTrue(String.valueOf(measured.reason()).contains("touches every window"));
    }

    @Test
    void aSetThatBoundsCannotEncloseIsAnEstimate() {
        // a thousand times longer than thick
        Measurement measured = measure(Surface.BANANA, 0.3, null, null, 300);
        assertEquals(ValueKind.ESTIMATE, measured.kind(), measured::toString);
        assertEquals(Math.log(Math.PI * 0.3 / Math.sqrt(0.5)), measured.value(), 1e-6);
    }
}
