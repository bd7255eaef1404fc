package io.flatness.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.networks.io.Model;
import io.flatness.spi.InvalidParameterException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is named with its node. */
class RefusalsTest {
    @TempDir
    private Path folder;

    @Test
    void unknownOperator() {
        Graphs graph = new Graphs(1, 17, 6);
        String output = graph.add("LayerNormalization", List.of("input", graph.weight("scale", 6)));
        refuses(
                graph.build(output, 6),
                "uses the operator LayerNormalization (node /0/LayerNormalization), which is not supported. Supported: Abs,",
                "Replace it before the export, or describe the network with layers and read its weights from a safetensors"
                        + " file");
    }

    @Test
    void clippingAtBothEnds() {
        Graphs graph = new Graphs(1, 17, 6);
        String output = graph.add("Clip", List.of("input", graph.constant(0), graph.constant(6)));
        refuses(
                graph.build(output, 6),
                "uses the operator Clip (node /2/Clip), which clips at both ends (ReLU6, hard tanh); that is not supported.",
                "replace it before the export");
    }

    @Test
    void softmaxInsideTheNetwork() {
        Graphs graph = new Graphs(1, 17, 6);
        String output = graph.add("Gemm", List.of(graph.add("Softmax", "input"), graph.weight("w", 6, 3)));
        refuses(
                graph.build(output, 3),
                "uses the operator Softmax (node /0/Softmax), which",
                "is supported only as the last step of a network");
    }

    @Test
    void sharedWeights() {
        Graphs graph = new Graphs(1, 17, 6);
        String weight = graph.weight("w", 6, 6);
        String output = graph.add("MatMul", List.of(graph.add("MatMul", List.of("input", weight)), weight));
        refuses(
                graph.build(output, 6),
                "does not fit together: layer 1 (dense) uses the tensor w, which another layer uses too",
                "save a copy for each layer");
    }

    @Test
    void weightsOfTheWrongShape() {
        Graphs graph = new Graphs(1, 17, 6);
        String output = graph.add("MatMul", List.of("input", graph.weight("w", 5, 3)));
        refuses(
                graph.build(output, 3),
                "does not fit together: layer 0 (dense) needs a weight of the shape [6, 3], but the tensor w has the shape"
                        + " [5, 3]",
                "");
    }

    @Test
    void softmaxAtTheEndBelongsToCrossEntropy() {
        Graphs graph = new Graphs(1, 17, 6);
        byte[] file =
                graph.build(graph.add("Softmax", graph.add("MatMul", List.of("input", graph.weight("w", 6, 3)))), 3);
        Model model = Ours.read(folder, file, Model.Ending.SOFTMAX);
        assertEquals(1, model.network().nodes().size());
        assertEquals(Model.Ending.SOFTMAX, model.ending());
        refuses(
                file,
                "uses the operator Softmax (node /1/Softmax), which ends the network with probabilities; that goes with"
                        + " cross-entropy alone.",
                "Export the network without it");
    }

    @Test
    void sigmoidAtTheEndBelongsToLogisticLoss() {
        Graphs graph = new Graphs(1, 17, 6);
        byte[] file =
                graph.build(graph.add("Sigmoid", graph.add("MatMul", List.of("input", graph.weight("w", 6, 1)))), 1);
        assertEquals(
                1,
                Ours.read(folder, file, Model.Ending.SIGMOID).network().nodes().size());
        assertEquals(
                2, Ours.read(folder, file, Model.Ending.NONE).network().nodes().size());
    }

    private void refuses(byte[] file, String begins, String ends) {
        InvalidParameterException refusal =
                assertThrows(InvalidParameterException.class, () -> Ours.read(folder, file, Model.Ending.NONE));
        String message = String.valueOf(refusal.getMessage());
        assertEquals("model.file", refusal.parameter());
        assertTrue(message.substring(message.indexOf(".onnx ") + 6).startsWith(begins), message);
        assertTrue(message.endsWith(ends), message);
    }
}
