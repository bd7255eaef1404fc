package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrbitTest {
    private static final JsonNode REFERENCE = Oracle.read("20-orbit-envelope-rankflip");

    private static String experiment(String problems, String analyses) {
        return "name: orbit\nseed: 3\nproblems:\n" + problems
                + "metrics:\n  - {id: trace, type: hessian-trace}\n  - {id: norm, type: hessian-spectral-norm}\n"
                + "analyses:\n" + analyses;
    }

    /** Infima to the 1e-7 of the reference; its spectral ones come from a search of its own, so only to 1e-6. */
    @Test
    void envelopesAreThoseOfTheReference(@TempDir Path folder) {
        StringBuilder problems = new StringBuilder();
        for (JsonNode envelope : REFERENCE.get("envelopes")) {
            String fixture = envelope.get("network_fixture").asText();
            if (!fixture.startsWith("02-")) {
                JsonNode oracle = Oracle.read(fixture);
                double[] theta = Oracle.numbers(oracle.get("points").get(0).get("theta_flat"));
                problems.append(ReferenceProblem.entry("net-" + fixture, oracle, theta));
            }
        }
        JsonNode results = Experiments.run(
                folder,
                experiment(
                        problems.toString(),
                        "  - {id: layer, type: orbit-envelope, metric: trace}\n"
                                + "  - {id: node, type: orbit-envelope, metric: trace, group: node}\n"
                                + "  - {id: spectral, type: orbit-envelope, metric: norm}\n"));
        int checked = 0;
        for (JsonNode analysis : results.get("analyses")) {
            assertEquals("measured", analysis.get("status").asText(), analysis.toPrettyString());
            assertEquals("Infinity", analysis.get("supremum").asText());
            for (JsonNode envelope : REFERENCE.get("envelopes")) {
                if (analysis.get("problem")
                        .asText()
                        .endsWith(envelope.get("network_fixture").asText())) {
                    String key = switch (analysis.get("id").asText()) {
                        case "layer" -> "inf_trace_layerwise";
                        case "node" -> "inf_trace_nodewise";
                        default -> "inf_specnorm_layerwise";
                    };
                    double expected = envelope.get(key).asDouble();
                    double tolerance = key.contains("specnorm") ? 1e-6 : 1e-9;
                    assertEquals(
                            expected,
                            analysis.get("infimum").asDouble(),
                            tolerance * expected,
                            analysis.toPrettyString());
                    assertEquals("exact", analysis.get("infimumKind").asText());
                    checked++;
                }
            }
        }
        assertEquals(9, checked);
    }

    @Test
    void argminIsGivenAsFactorsOfTheLayers(@TempDir Path folder) {
        JsonNode oracle = Oracle.read("01-mlp-231-relu-mse");
        double[] theta = Oracle.numbers(oracle.get("points").get(0).get("theta_flat"));
        JsonNode analysis = Experiments.analysis(Experiments.run(
                folder,
                experiment(
                        ReferenceProblem.entry("net", oracle, theta),
                        "  - {id: layer, type: orbit-envelope, metric: trace}\n")));
        JsonNode expected = REFERENCE.get("envelopes").get(0).get("argmin_alpha");
        for (int k = 0; k < 2; k++) {
            assertEquals(
                    expected.get(k).asDouble(),
                    analysis.get("at").get("alphas").get(k).asDouble(),
                    1e-9);
        }
        assertTrue(analysis.get("attained").asBoolean());
    }

    @Test
    void flipIsTheOneOfTheReference(@TempDir Path folder) {
        JsonNode flip = REFERENCE.get("rank_flip");
        JsonNode oracle = Oracle.read(REFERENCE.get("data_fixture").asText());
        String problems = ReferenceProblem.entry("A", oracle, Oracle.numbers(flip.get("theta_A")))
                + ReferenceProblem.entry("B", oracle, Oracle.numbers(flip.get("theta_B")));
        JsonNode found = Experiments.analysis(Experiments.run(
                folder, experiment(problems, "  - {id: flip, type: rank-flip, problems: [A, B], metric: trace}\n")));
        assertTrue(found.get("found").asBoolean(), found.toPrettyString());
        assertEquals("A", found.get("flatterBefore").asText());
        assertEquals("B", found.get("flatterAfter").asText());
        assertEquals(
                flip.get("trace_A").asDouble(), found.get("before").get("A").asDouble(), 1e-10);
        assertEquals(flip.get("trace_B").asDouble(), found.get("after").get("B").asDouble(), 1e-10);
        assertEquals(
                flip.get("trace_after").asDouble(), found.get("after").get("A").asDouble(), 1e-10);
        assertEquals(0.5, found.get("transform").get("alpha").asDouble());
        assertEquals("A", found.get("transform").get("problem").asText());
        assertEquals(1, found.get("flipDistance").asInt());
        assertTrue(found.get("bitwise").asBoolean());
    }

    /** A tie is reported as one. */
    @Test
    void equalValuesAreNoOrder(@TempDir Path folder) {
        JsonNode oracle = Oracle.read("01-mlp-231-relu-mse");
        double[] theta = Oracle.numbers(oracle.get("points").get(0).get("theta_flat"));
        String problems = ReferenceProblem.entry("A", oracle, theta) + ReferenceProblem.entry("B", oracle, theta);
        JsonNode found = Experiments.analysis(Experiments.run(
                folder, experiment(problems, "  - {id: flip, type: rank-flip, problems: [A, B], metric: norm}\n")));
        assertFalse(found.get("found").asBoolean());
        assertEquals(
                "the metric does not order the two: the values agree within their errors",
                found.get("reason").asText());
    }
}
