package io.flatness.networks.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExponentialTest {
    @Test
    void agreesWithTheLibraryToTwoRoundings() {
        for (int i = 0; i <= 700_000; i++) {
            double x = -i * 0.001 * (1 + 1e-9 * i);
            double expected = x < -708 ? 0 : StrictMath.exp(x);
            assertEquals(expected, Exponential.ofNegative(x), 4.5e-16 * expected, "x = " + x);
        }
    }

    @Test
    void endsAreExact() {
        assertEquals(1, Exponential.ofNegative(0));
        assertEquals(1, Exponential.ofNegative(-0.0));
        assertEquals(0, Exponential.ofNegative(-1e4));
        assertEquals(0, Exponential.ofNegative(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(Exponential.ofNegative(Double.NaN)));
    }
}
