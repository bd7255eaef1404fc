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
    void everyUnknownOperatorIsNamed() {
        Graphs graph = new Graphs(1, 17, 6);
        String output = graph.add("NonMaxSuppression", List.of("input", graph.weight("scale", 6)));
        refuses(
                graph.build(output, 6),
                "uses the operator NonMaxSuppression (node /0/NonMaxSuppression), which is not supported: replace it before",
                "or describe the network with layers and read its weights from a safetensors file");
        Graphs several = new Graphs(1, 17, 6);
        String first = several.add("If", several.add("Relu", "input"));
        String second = several.add("QuantizeLinear", several.add("QuantizeLinear", first));
        byte[] file = several.build(second, 6);
        refuses(
                file,
                "cannot be read, for 2 reasons:\n  - it uses the operator If (a branch) (node /1/If), which is not supported:",
                "");
        String message = String.valueOf(
                assertThrows(InvalidParameterException.class, () -> Ours.read(folder, file, Model.Ending.NONE))
                        .getMessage());
        assertTrue(
                message.contains("QuantizeLinear (quantized arithmetic) (node /2/QuantizeLinear, /3/QuantizeLinear)"),
                message);
    }

    @Test
    void paddingWithWhatTheImageHolds() {
        Graphs graph = new Graphs(1, 17, 1, 3, 3);
        String output = graph.add(
                "Pad", List.of("input", graph.integers(0, 0, 3, 1, 0, 0, 1, 1)), Graphs.text("mode", "reflect"));
        refuses(
                graph.build(output, 1, 7, 5),
                "uses the operator Pad (node /1/Pad), which mirrors more than the 3 elements of an axis",
                "");
    }

    @Test
    void paddingByTheWrongNumberOfPads() {
        Graphs image = new Graphs(1, 17, 1, 3, 3);
        refuses(
                image.build(image.add("Pad", List.of("input", image.integers(1, 1))), 1, 3, 3),
                "uses the operator Pad (node /1/Pad), which has 2 pads for 4 axes; two for each are expected",
                "");
        Graphs axes = new Graphs(1, 18, 1, 3, 3);
        refuses(
                axes.build(axes.add("Pad", List.of("input", axes.integers(1, 1), "", axes.integers(4))), 1, 3, 3),
                "uses the operator Pad (node /2/Pad), which pads along axis 4, which is not there",
                "");
    }

    @Test
    void paddingThatLeavesNothingOrHoldsNoNumber() {
        Graphs crop = new Graphs(1, 17, 1, 3, 3);
        refuses(
                crop.build(crop.add("Pad", List.of("input", crop.integers(0, 0, -1, 0, 0, 0, -2, 0))), 1, 1, 3),
                "uses the operator Pad (node /1/Pad), which does not fit: layer 1 (pad) takes away the whole of its input of the shape [1, 3, 3]: it pads by -1"
                        + " rows above, -2 below, 0 columns on the left, 0 on the right",
                "");
        Graphs infinite = new Graphs(1, 17, 1, 3, 3);
        String lowest = infinite.constant(Float.NEGATIVE_INFINITY);
        refuses(
                infinite.build(
                        infinite.add("Pad", List.of("input", infinite.integers(0, 0, 1, 1, 0, 0, 1, 1), lowest)),
                        1,
                        5,
                        5),
                "uses the operator Pad (node /2/Pad), which does not fit: layer 2 (pad) pads with -Infinity; a finite number is expected.",
                "Before a max-pool, give the padding to the max-pool instead");
    }

    @Test
    void constantsThatFitNoSamples() {
        Graphs graph = new Graphs(1, 17, 1, 3, 3);
        refuses(
                graph.build(graph.add("Sub", List.of("input", graph.weight("mean", 4, 3))), 1, 3, 3),
                "uses the operator Sub (node /0/Sub), which combines values of the shapes [11, 1, 3, 3] and [4, 3]",
                "");
    }

    @Test
    void samplesThatAreMixed() {
        Graphs graph = new Graphs(1, 17, 6);
        refuses(
                graph.build(graph.add("ReduceSum", List.of("input", graph.integers(0)), Graphs.integer("keepdims", 0))),
                "uses the operator ReduceSum (node /1/ReduceSum), which takes a sum over the samples",
                "");
        Graphs turned = new Graphs(1, 17, 6);
        String product =
                turned.add("MatMul", List.of(turned.add("Transpose", "input", Graphs.integers("perm", 1, 0)), "input"));
        refuses(
                turned.build(product, 6),
                "uses the operator MatMul (node /1/MatMul), which sums over the samples, or joins values that keep them on"
                        + " different axes",
                "");
    }

    @Test
    void shapesThatCutSamplesApart() {
        Graphs graph = new Graphs(1, 17, 6);
        refuses(
                graph.build(graph.add("Reshape", List.of("input", graph.integers(3, -1))), 3),
                "uses the operator Reshape (node /1/Reshape), which mixes samples and features in its shape: [N, 6] becomes"
                        + " [3, 22]",
                "");
        Graphs fixed = new Graphs(1, 17, 6);
        refuses(
                fixed.build(fixed.add("Reshape", List.of("input", fixed.integers(4, 6))), 6),
                "uses the operator Reshape (node /1/Reshape), which cannot bring [N, 6] into the shape [4, 6]; where the number"
                        + " of samples is part of it, write −1 in its place, as in x.view(-1, 48)",
                "");
    }

    @Test
    void weightsOfTheWrongShape() {
        Graphs graph = new Graphs(1, 17, 6);
        String output = graph.add("MatMul", List.of("input", graph.weight("w", 5, 3)));
        refuses(
                graph.build(output, 3),
                "uses the operator MatMul (node /0/MatMul), which does not fit: layer 0 (dense) needs a weight of the shape [6, 3], but the tensor w has the shape"
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
        assertEquals(
                2, Ours.read(folder, file, Model.Ending.NONE).network().nodes().size());
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
