package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Experiments;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrices inside the heads of a small language model as PyTorch exports it: two heads of width 4, causal, tied. */
class AttentionRescalingTest {
    private static final String PROBLEM = """
            name: heads
            seed: 3
            problems:
              - id: gpt
                type: network
                model: {file: %s/small-gpt.onnx}
                data: {type: npz, file: %s/small-gpt.npz}
                loss: cross-entropy
            metrics: [{id: trace, type: hessian-trace, method: exact}]
            report: {formats: [json]}
            transforms:
            """;

    @TempDir
    private Path folder;

    private JsonNode run(String transforms) {
        Path models = Path.of("src/test/resources/attention").toAbsolutePath();
        return Experiments.run(folder, PROBLEM.formatted(models, models) + transforms)
                .get("points");
    }

    private static JsonNode point(JsonNode points, String transform) {
        for (JsonNode point : points) {
            if (point.path("transform").asText().equals(transform)) {
                return point;
            }
        }
        throw new AssertionError(transform + " is not among " + points);
    }

    @Test
    void theFunctionStaysAndTheTraceMoves() {
        JsonNode points = run("""
              - {id: half, type: attention-rescaling, scale: 0.5}
              - {id: values, type: attention-rescaling, scale: 4, pair: value-output, head: 1}
              - {id: mixed, type: attention-rescaling, matrix: random, log2Range: 3}
              - {id: mixed-values, type: attention-rescaling, matrix: random, pair: value-output}
              - {id: given, type: attention-rescaling, matrix: [[2, 1, 0, 0], [1, 1, 0, 0], [0, 3, 1, 0], [0, 0, 0, -1]]}
            """);
        double before = trace(point(points, "identity"));
        for (String id : List.of("half", "values", "mixed", "mixed-values", "given")) {
            JsonNode point = point(points, id);
            assertTrue(point.path("preservation").path("relative").asDouble(1) < 1e-13, point.toString());
            assertEquals(
                    id.equals("half") || id.equals("values"),
                    point.path("preservation").path("bitwise").asBoolean(),
                    id);
            assertTrue(Math.abs(trace(point) / before - 1) > 1e-3, id + " leaves the trace at " + before);
        }
    }

    private static double trace(JsonNode point) {
        return point.get("measurements").get(0).get("value").asDouble();
    }

    @Test
    void aNetworkWithoutAttentionIsRefused() {
        ToyNetwork network = ToyNetwork.of(3, "6b tanh 2b");
        AttentionRescaling.Parameters parameters = parameters(2.0, null);
        RefusedException refused = assertThrows(
                RefusedException.class, () -> AttentionRescaling.of(parameters).check(network));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("attention-rescaling needs an attention"));
    }

    private static AttentionRescaling.Parameters parameters(Double scale, HeadMatrix matrix) {
        return new AttentionRescaling.Parameters(0, AttentionRescaling.Pair.QUERY_KEY, null, scale, matrix, 2);
    }

    @Test
    void matricesMustHaveAnInverse() {
        InvalidParameterException singular = assertThrows(
                InvalidParameterException.class, () -> HeadMatrix.of(List.of(List.of(1, 2), List.of(2, 4))));
        assertEquals(
                "the matrix has no inverse, or hardly one; give one whose rows point in different directions",
                singular.getMessage());
        assertThrows(InvalidParameterException.class, () -> HeadMatrix.of(List.of(List.of(1, 2), List.of(3))));
        assertThrows(InvalidParameterException.class, () -> parameters(2.0, HeadMatrix.of("random")));
        assertThrows(InvalidParameterException.class, () -> parameters(null, null));
        assertThrows(InvalidParameterException.class, () -> parameters(0.0, null));
    }

    @Test
    void theCounterpartOfAMatrixIsItsInverseTransposed() {
        LocalContext context = LocalContext.singleThreaded(5);
        for (HeadMatrix matrix : List.of(
                HeadMatrix.random(5, 4, context.random("heads")),
                HeadMatrix.typical(3),
                HeadMatrix.scaled(2, 0.5),
                HeadMatrix.of(List.of(List.of(0, 2, 1), List.of(1, 0, 4), List.of(3, 1, 0))))) {
            int width = matrix.width();
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    double product = 0;
                    for (int k = 0; k < width; k++) {
                        product += matrix.rows()[i][k] * matrix.inverseTransposed()[j][k];
                    }
                    assertEquals(i == j ? 1 : 0, product, 1e-13, width + ": " + i + ", " + j);
                }
            }
        }
        assertFalse(HeadMatrix.typical(3).isRandom());
    }
}
