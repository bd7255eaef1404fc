package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StudentTTest {
    @Test
    void quantilesAreThoseOfTheTables() {
        assertEquals(Math.tan(0.475 * Math.PI), StudentT.quantile(1), 1e-9);
        // 1e-9: the library inverts the distribution by a search that stops there
        assertEquals(2.570581835636314, StudentT.quantile(5), 1e-9);
        assertEquals(2.2281388519649385, StudentT.quantile(10), 1e-9);
        assertEquals(StudentT.NORMAL, StudentT.quantile(1_000_000), 1e-5);
    }
}
