package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Experiments;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Section43Test {
    /**
     * Reference: distance = ε, the zero predictor's bound 0.1418 at ε = 0.3, best value found 1.3786, before 0.0633. A
     * sharpness is the value at a point found, so that more is better: 1.37968 here.
     */
    @Test
    void rescaledNetworkIsAsSharpAsAConstantPredictorAtLeast(@TempDir Path folder) {
        JsonNode oracle = Oracle.read("01-mlp-231-relu-mse");
        double[] theta = Oracle.numbers(oracle.get("points").get(0).get("theta_flat"));
        JsonNode analysis = Experiments.analysis(Experiments.run(
                folder,
                "name: zero\nseed: 3\nproblems:\n" + ReferenceProblem.entry("net", oracle, theta)
                        + "metrics:\n  - {id: sharp, type: epsilon-sharpness, epsilon: 0.3}\n"
                        + "analyses:\n  - {id: zero, type: section-4-3, metric: sharp}\n"));
        assertEquals(0.3, analysis.get("distance").asDouble(), 1e-11);
        assertTrue(analysis.get("distance").asDouble() <= 0.3);
        assertEquals(0.1418, analysis.get("lowerBound").asDouble(), 1e-4);
        assertEquals(0.0633, analysis.get("sharpnessBefore").asDouble(), 1e-4);
        assertEquals(1.37968, analysis.get("sharpnessAfter").asDouble(), 1e-4);
        assertTrue(analysis.get("holds").asBoolean());
    }
}
