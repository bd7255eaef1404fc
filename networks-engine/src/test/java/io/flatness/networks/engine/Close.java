package io.flatness.networks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Comparisons with a stated relative and absolute tolerance. */
final class Close {
    private Close() {}

    static void assertClose(double expected, double actual, double relative, double absolute, String what) {
        assertEquals(expected, actual, absolute + relative * Math.abs(expected), what);
    }

    static void assertClose(double[] expected, double[] actual, double relative, double absolute, String what) {
        assertEquals(expected.length, actual.length, what + ": length");
        double scale = 0;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], absolute + relative * scale, what + " [" + i + "]");
        }
    }
}
