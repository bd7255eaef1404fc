package io.flatness.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FitTest {
    private static final long GB = 1L << 30;

    @Test
    void sixVectorsOfParametersTheDataAndSomeCacheFitTheHeap() {
        Fit fit = new Fit(5_000_000, 400 << 20, 192 << 20, GB);
        assertEquals(6 * 5_000_000L * 8 + (400 << 20), fit.needed());
        assertEquals(80 * 5_000_000L * 8, fit.basis());
        assertTrue(fit.fits());
        assertTrue(new Fit(5_000_000, 400 << 20, 192 << 20, fit.needed() + (192 << 20)).fits());
        assertFalse(new Fit(5_000_000, 400 << 20, 192 << 20, fit.needed() + (100 << 20)).fits());
        assertTrue(new Fit(10, 0, 8 * GB, GB).fits(), "caches take what is left");
    }

    @Test
    void whatDoesNotFitIsSaidWithNumbersAndWhatToDo() {
        String refusal = new Fit(500_000_000, 3 * GB, 192 << 20, 2 * GB).refusal("big");
        assertTrue(
                refusal.startsWith(
                        "the problem big needs 25 GB (parameters 22 GB, data 3.0 GB), caches up to 192 MB, a Krylov"
                                + " basis of 80 vectors 298 GB; Java may use 2.0 GB of the machine's "),
                refusal);
        assertTrue(
                refusal.endsWith(
                        ": it does not fit. Take fewer samples, a smaller network, or precision: float32, or give Java"
                                + " more memory: FLATNESS_JAVA_OPTIONS=-Xmx34g"),
                refusal);
    }
}
