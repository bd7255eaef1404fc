package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvarianceAuditTest {
    private static final String NETWORK = """
            name: audit
            seed: 11
            problems:
              - id: net
                type: network
                model: {layers: [4, 6, 3], activation: relu, bias: true}
                data: {type: random, samples: 40, features: 4, classes: 3, targets: teacher-soft}
                loss: cross-entropy
            transforms:
              - {id: mine, type: layer-rescaling, layers: [0, 1], alpha: 8}
            metrics:
              - {id: trace, type: hessian-trace}
              - {id: norm, type: hessian-spectral-norm}
            analyses:
              - {id: audit, type: invariance-audit}
            """;

    private static Map<String, String> verdicts(JsonNode audit, String metric) {
        Map<String, String> verdicts = new TreeMap<>();
        for (JsonNode row : audit.get("table")) {
            if (row.get("metric").asText().equals(metric)) {
                verdicts.put(row.get("family").asText(), row.get("verdict").asText());
            }
        }
        return verdicts;
    }

    @Test
    void curvatureSurvivesPermutationsAndShiftsAlone(@TempDir Path folder) {
        JsonNode audit = Experiments.analysis(Experiments.run(folder, NETWORK));
        Map<String, String> expected = new TreeMap<>(Map.of(
                "layer-rescaling", "changed",
                "node-rescaling", "changed",
                "permutation", "invariant",
                "softmax-shift", "invariant",
                "weight-normalization", "changed",
                "reparametrization", "changed",
                "input-representation", "changed"));
        assertEquals(expected, verdicts(audit, "trace"));
        assertEquals(expected, verdicts(audit, "norm"));
        assertEquals(0, audit.get("brokenClaims").size());
        int withLaw = 0;
        for (JsonNode comparison : audit.get("comparisons")) {
            if (comparison.has("asExpected")) {
                assertTrue(comparison.get("asExpected").asBoolean(), comparison.toPrettyString());
                withLaw++;
            }
        }
        assertTrue(withLaw >= 12, "the laws of rescalings were checked " + withLaw + " times");
    }

    @Test
    void falseClaimIsMarkedAndIsNoProof(@TempDir Path folder) {
        JsonNode results = Experiments.run(
                folder,
                NETWORK.replace("{id: trace, type: hessian-trace}", "{id: sum, type: weight-sum}")
                        + "  - {id: envelope, type: orbit-envelope, metric: sum}\n");
        JsonNode audit = Experiments.analysis(results);
        assertEquals(
                "[\"sum under layer-rescaling\"]", audit.get("brokenClaims").toString());
        JsonNode finding = audit.get("findings").get(0);
        assertEquals("claim-broken", finding.get("verdict").asText());
        assertEquals(
                "claims to be invariant and is not: sum under layer-rescaling",
                finding.get("text").asText());
        assertEquals("changed", verdicts(audit, "sum").get("layer-rescaling"));
        assertEquals("invariant", verdicts(audit, "sum").get("permutation"));
        JsonNode envelope = results.get("analyses").get(1);
        assertEquals("failed", envelope.get("status").asText());
        assertTrue(envelope.get("reason").asText().startsWith("sum claims to be invariant, but moves from"));
    }
}
