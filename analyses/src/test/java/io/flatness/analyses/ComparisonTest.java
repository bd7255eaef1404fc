package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.spi.Measurement;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Comparison.Margins MARGINS = new Comparison.Margins(1e-6, 0.05, 3);

    private static Verdict verdict(Measurement before, Measurement after) {
        return Comparison.of(before, after, MARGINS).verdict();
    }

    @Test
    void exactValuesAreHeldToTheExactMargin() {
        assertEquals(Verdict.INVARIANT, verdict(Measurement.exact(1), Measurement.exact(1 + 1e-9)));
        assertEquals(Verdict.CHANGED, verdict(Measurement.exact(1), Measurement.exact(1.001)));
        assertEquals(Verdict.INVARIANT, verdict(Measurement.exact(1e-200), Measurement.exact(1e-200)));
        assertEquals(Verdict.CHANGED, verdict(Measurement.exact(1e-200), Measurement.exact(2e-200)));
    }

    @Test
    void errorsThatSpanTheMarginDecideNothing() {
        assertEquals(Verdict.INVARIANT, verdict(Measurement.estimate(1, 0.005), Measurement.estimate(1.01, 0.005)));
        assertEquals(Verdict.UNDECIDED, verdict(Measurement.estimate(1, 0.02), Measurement.estimate(1.01, 0.02)));
        assertEquals(Verdict.CHANGED, verdict(Measurement.estimate(1, 0.02), Measurement.estimate(1.3, 0.02)));
    }

    @Test
    void infinityAndZeroOrderNothing() {
        assertEquals(Verdict.UNDECIDED, verdict(Measurement.divergent(3, 1), Measurement.divergent(9, 1)));
        assertEquals(Verdict.CHANGED, verdict(Measurement.divergent(3, 1), Measurement.exact(9)));
        assertEquals(Verdict.UNDECIDED, verdict(Measurement.exact(0), Measurement.exact(0)));
        assertEquals(Verdict.UNDECIDED, verdict(Measurement.undefined("no"), Measurement.exact(1)));
    }
}
