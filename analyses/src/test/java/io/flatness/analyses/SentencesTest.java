package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.spi.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void aReversedOrderSaysThatNoBitChanged() {
        Map<String, Object> values = Map.of(
                "metric",
                "trace",
                "found",
                true,
                "transform",
                Map.of("problem", "a"),
                "flipDistance",
                2,
                "bitwise",
                true);
        assertEquals(
                Finding.caution(
                        "reversed",
                        "the order of a and b by trace is reversed by rescaling a by powers of two up to 2^2; not one bit of"
                                + " any output changes"),
                Sentences.flip(List.of("a", "b"), values));
    }

    @Test
    void aProvedOrderIsKept() {
        Map<String, Object> values = Map.of("metric", "path", "found", false, "proved", true, "reason", "no overlap");
        assertEquals(
                Finding.info(
                        "kept",
                        "the order of a and b by path is reversed by no rescaling, which is proved: no overlap"),
                Sentences.flip(List.of("a", "b"), values));
    }

    @Test
    void aCorrelationThatDependsOnTheWritingIsACaution() {
        Map<String, Object> before = Map.of("tau", -0.7, "tauLow", -0.9, "tauHigh", -0.5);
        Map<String, Object> after = Map.of("tau", -0.23, "tauLow", -0.4, "tauHigh", 0.1);
        Map<String, Object> moving = Map.of("metric", "trace", "before", before, "after", after, "largestChange", 0.5);
        Map<String, Object> still = Map.of("metric", "path", "before", before, "after", before, "largestChange", 1e-12);
        assertEquals(
                List.of(
                        Finding.caution(
                                "depends-on-writing",
                                "τ of trace with the gap goes from -0.7 (95 %: -0.9 to -0.5) to -0.23 (95 %: -0.4 to 0.1) when"
                                        + " each network is rewritten as the same function"),
                        Finding.info(
                                "kept",
                                "τ of path with the gap is -0.7 (95 %: -0.9 to -0.5), and stays it when each network is"
                                        + " rewritten")),
                Sentences.correlation(List.of(moving, still)));
    }

    @Test
    void anAuditNamesSurvivorsAndBrokenClaims() {
        Map<String, Map<String, Object>> verdicts = new LinkedHashMap<>();
        verdicts.put("trace", Map.of("layer-rescaling", "changed (claimed invariant)"));
        verdicts.put("path", Map.of("layer-rescaling", "invariant"));
        verdicts.put("guess", Map.of("layer-rescaling", "undecided"));
        assertEquals(
                List.of(
                        Finding.broken(
                                "claim-broken", "claims to be invariant and is not: trace under layer-rescaling"),
                        Finding.info("survives", "no change of the parameters that was tried moves path"),
                        Finding.caution(
                                "changed", "trace is changed without changing the function by layer-rescaling")),
                Sentences.audit(verdicts, List.of("trace under layer-rescaling")));
    }
}
