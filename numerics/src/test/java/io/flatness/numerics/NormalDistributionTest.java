package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalDistributionTest {
    /** Values of standard tables to 15 digits. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.158655253931457",
        "1.959963984540054, 0.025",
        "3, 0.00134989803163009",
        "6, 9.86587645037698e-10",
        "-2, 0.977249868051821"
    })
    void tailsAreThoseOfTheTables(double z, double tail) {
        assertEquals(tail, NormalDistribution.upperTail(z), 1e-14 * Math.max(tail, 1e-3) + 2e-15 * tail);
    }

    @Test
    void quantileInvertsTheTail() {
        for (double p : new double[] {1e-300, 1e-40, 1e-12, 0.005, 0.3, 0.5, 0.8, 0.999}) {
            double z = NormalDistribution.upperQuantile(p);
            assertEquals(p, NormalDistribution.upperTail(z), 2e-12 * p);
        }
        assertEquals(2.5758293035489004, NormalDistribution.upperQuantile(0.005), 1e-13);
        assertThrows(IllegalArgumentException.class, () -> NormalDistribution.upperQuantile(0));
    }
}
