package io.flatness.metrics.hessian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TheoremsTest {
    @TempDir
    private Path folder;

    private JsonNode analyses(String problem, String... entries) {
        return Experiments.run(
                        folder,
                        "name: theorems\nseed: 1\nproblems:\n" + problem + "metrics:\n"
                                + "  - {id: norm, type: hessian-spectral-norm}\nanalyses:\n"
                                + String.join("\n", entries) + "\n")
                .get("analyses");
    }

    private static String minimum(String name) {
        JsonNode oracle = Oracle.read(name);
        return ReferenceProblem.entry(
                "net", oracle, Oracle.numbers(oracle.get("points").get(0).get("theta_flat")));
    }

    @Test
    void theorem4FindsTheBoundaryNearestOne() {
        JsonNode rows = Oracle.read("18-theorem4-5").at("/theorem4/rows");
        String[] entries = new String[rows.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] =
                    "  - {id: t" + i + ", type: theorem-4, M: " + rows.get(i).get("M") + "}";
        }
        JsonNode analyses = analyses(minimum("01-mlp-231-relu-mse"), entries);
        for (int i = 0; i < entries.length; i++) {
            JsonNode found = analyses.get(i);
            JsonNode row = rows.get(i);
            assertEquals("measured", found.get("status").asText(), found.toPrettyString());
            double m = row.get("M").doubleValue();
            double alpha = row.get("exact_largest_alpha_below_1").doubleValue();
            // 1e-7: the tolerance of the reference values
            assertEquals(alpha, found.get("alpha").doubleValue(), 1e-7 * alpha);
            assertEquals(m, found.get("spectralNorm").doubleValue(), 1e-9 * m);
            assertTrue(found.get("reached").asBoolean());
            assertTrue(found.get("bitwisePowerOfTwo").asBoolean());
            assertTrue(found.get("spectralNormPowerOfTwo").doubleValue() >= m);
            String[][] forms = {
                {"blockBelow", "alpha_block_layer1"},
                {"diagonalBelow", "alpha_diag_layer1"},
                {"paperBelow", "alpha_paper_layer1"},
                {"blockAbove", "alpha_block_layer2"},
                {"diagonalAbove", "alpha_diag_layer2"}
            };
            for (String[] form : forms) {
                double expected = row.get(form[1]).doubleValue();
                assertEquals(expected, found.get("closedForms").get(form[0]).doubleValue(), 1e-7 * expected, form[0]);
            }
        }
    }

    @Test
    void theorem4NeedsNoMinimumOfAPiecewiseLinearNetwork() {
        JsonNode oracle = Oracle.read("04b-mlp-3432-relu-bias-mse");
        String random = ReferenceProblem.entry(
                "net", oracle, Oracle.numbers(oracle.get("points").get(1).get("theta_flat")));
        JsonNode found = analyses(random, "  - {id: t, type: theorem-4, M: 12345, layers: [2, 0]}")
                .get(0);
        assertEquals("measured", found.get("status").asText(), found.toPrettyString());
        assertEquals(12345, found.get("spectralNorm").doubleValue(), 1e-9 * 12345);
        assertTrue(found.get("outputDifference").doubleValue() <= 1e-12);
    }

    @Test
    void aNormThatIsLargeAlreadyNeedsNoRescaling() {
        JsonNode found = analyses(minimum("01-mlp-231-relu-mse"), "  - {id: t, type: theorem-4, M: 0.5}")
                .get(0);
        assertEquals(1, found.get("alpha").doubleValue());
        assertEquals(1.2853490797288503, found.get("spectralNorm").doubleValue(), 1e-10);
    }

    @Test
    void theorem4RefusesANetworkThatRescalingWouldChange() {
        String tanh = """
                  - id: net
                    type: network
                    model: {layers: [2, 3, 1], activation: tanh}
                    data: {type: random, samples: 5, features: 2, classes: 1, targets: teacher}
                    loss: mse
                """;
        JsonNode refused = analyses(tanh, "  - {id: t, type: theorem-4, M: 10}").get(0);
        assertEquals("not-applicable", refused.get("status").asText());
        assertTrue(
                refused.get("reason").asText().contains("tanh"),
                refused.get("reason").asText());
    }

    @Test
    void theorem5CountsTheReferenceEigenvalues() {
        JsonNode rows = Oracle.read("18-theorem4-5").at("/theorem5/rows");
        String[] entries = new String[rows.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] =
                    "  - {id: t" + i + ", type: theorem-5, M: " + rows.get(i).get("M") + "}";
        }
        JsonNode analyses = analyses(minimum("03-mlp-3432-relu-mse"), entries);
        for (int i = 0; i < entries.length; i++) {
            JsonNode found = analyses.get(i);
            JsonNode row = rows.get(i);
            assertEquals("measured", found.get("status").asText(), found.toPrettyString());
            assertEquals(23, found.get("rank").asInt());
            assertEquals(row.get("guaranteed").asInt(), found.get("guaranteed").asInt());
            assertEquals(row.get("count_greater_M").asInt(), found.get("count").asInt());
            double beta = row.get("beta").doubleValue();
            assertEquals(beta, found.get("beta").doubleValue(), 1e-7 * beta);
            for (int k = 0; k < 3; k++) {
                double alpha = row.get("alphas").get(k).doubleValue();
                assertEquals(alpha, found.get("alphas").get(k).doubleValue(), 1e-6 * alpha);
            }
            assertTrue(found.get("outputDifference").doubleValue() <= 1e-12);
        }
    }

    @Test
    void biasesAreCountedByTheMinimumCut() {
        // 3-4-3-2 with biases, r = 28: cuts lose 21, 17 and 8 parameters (the last bias is always among them).
        JsonNode found = analyses(minimum("04b-mlp-3432-relu-bias-mse"), "  - {id: t, type: theorem-5, M: 100}")
                .get(0);
        assertEquals("measured", found.get("status").asText(), found.toPrettyString());
        assertEquals(28, found.get("rank").asInt());
        assertEquals(8, found.get("lost").asInt());
        assertEquals(20, found.get("guaranteed").asInt());
        assertTrue(found.get("count").asInt() >= 20);
    }

    @Test
    // An ordinary eigensolver of DHD loses everything below 1e-16 of the largest eigenvalue, here 1e46.
    void aThinDeepNetworkHasAMajorityOfSharpDirections() {
        JsonNode oracle = Oracle.read("19-noiseless-teacher-thin-deep");
        JsonNode found = analyses(
                        ReferenceProblem.entry("net", oracle, Oracle.numbers(oracle.get("theta_flat"))),
                        "  - {id: t, type: theorem-5, M: 1}")
                .get(0);
        assertEquals("measured", found.get("status").asText(), found.toPrettyString());
        assertEquals(44, found.get("rank").asInt());
        assertEquals(41, found.get("guaranteed").asInt());
        assertEquals(42, found.get("count").asInt());
        assertTrue(found.get("majority").asBoolean());
        double beta = oracle.at("/theorem5/beta").doubleValue();
        // 2e-6: the smallest counted eigenvalue is 1e-9 of the largest
        assertEquals(beta, found.get("beta").doubleValue(), 2e-6 * beta);
    }

    @Test
    void theorem5RefusesAPointThatIsNoMinimum() {
        JsonNode oracle = Oracle.read("03-mlp-3432-relu-mse");
        String random = ReferenceProblem.entry(
                "net", oracle, Oracle.numbers(oracle.get("points").get(1).get("theta_flat")));
        JsonNode refused =
                analyses(random, "  - {id: t, type: theorem-5, M: 10}").get(0);
        assertEquals("failed", refused.get("status").asText());
        String reason = refused.get("reason").asText();
        assertTrue(
                reason.matches(
                        "λ_min/‖H‖ = -0\\.[0-9]+ is below −1e-8: the point is no minimum, and Theorem 5 needs one;"
                                + " train further or take targets: teacher"),
                reason);
    }
}
