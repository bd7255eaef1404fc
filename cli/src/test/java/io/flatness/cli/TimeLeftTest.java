package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static final long SECOND = 1_000_000_000L;

    private final TimeLeft time = new TimeLeft(0);

    @Test
    void measurementsForetellTheRest() {
        for (int i = 1; i <= 4; i++) {
            time.saw(2 * i * SECOND, i, "net alpha trace", 0);
        }
        assertEquals("0.5/s, 12 s left", time.text(8 * SECOND, 10));
        assertEquals("0.5/s, 11 s left", time.text(9 * SECOND, 10));
    }

    /** A resumed run finds 90 tasks in no time: they say nothing about the ten that are left. */
    @Test
    void whatTheJournalHoldsIsNoSpeed() {
        for (int i = 1; i <= 90; i++) {
            time.saw(i * 100_000L, i, "net alpha trace", 0);
        }
        assertEquals("3 s so far", time.text(90 * 100_000L + 3 * SECOND, 100));
        time.saw(90 * 100_000L + 5 * SECOND, 91, "net alpha trace", 0);
        assertEquals("0.2/s, 45 s left", time.text(90 * 100_000L + 5 * SECOND, 100));
    }

    /** Ten fast measurements, then an analysis that takes minutes: it is timed by what it says itself. */
    @Test
    void anAnalysisIsTimedByItself() {
        for (int i = 1; i <= 10; i++) {
            time.saw(i * SECOND / 10, i, "net alpha trace", 0);
        }
        time.saw(SECOND, 10, "analysis audit", 0);
        assertEquals("1 min 0 s so far", time.text(61 * SECOND, 11));
        time.saw(101 * SECOND, 10, "analysis audit: 20 of 100 measurements", 0.2);
        assertEquals("6 min 40 s left", time.text(101 * SECOND, 11));
        assertEquals("more than 6 min 40 s left", time.text(101 * SECOND, 12));
    }

    /** A resumed analysis begins where it was: its speed is that of what it does now. */
    @Test
    void anAnalysisThatGoesOnIsTimedFromThere() {
        time.saw(0, 0, "analysis view: 900 of 1000 losses", 0.9);
        time.saw(10 * SECOND, 0, "analysis view: 950 of 1000 losses", 0.95);
        assertEquals("10 s left", time.text(10 * SECOND, 1));
    }
}
