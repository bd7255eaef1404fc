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
    void paddingWithWhatTheImageHolds() {
        Graphs graph = new Graphs(1, 17, 1, 3, 3);
        String output = graph.add(
                "Pad", List.of("input", graph.integers(0, 0, 1, 1, 0, 0, 1, 1)), Graphs.text("mode", "reflect"));
        refuses(
                graph.build(output, 1, 5, 5),
                "uses the operator Pad (node /1/Pad), which pads with what the image holds (mode reflect); only a constant is"
                        + " supported.",
                "Pad the data themselves before, or train with zeros around the images");
    }

    @Test
    void paddingOfChannels() {
        Graphs graph = new Graphs(1, 17, 1, 3, 3);
        String output = graph.add("Pad", List.of("input", graph.integers(0, 1, 0, 0, 0, 1, 0, 0)));
        refuses(
                graph.build(output, 3, 3, 3),
                "uses the operator Pad (node /1/Pad), which pads samples or channels; only height and width of images can be"
                        + " padded.",
                "To widen a shortcut, use a 1×1 convolution");
    }

    @Test
    void paddingOfVectorsAndByTheWrongNumberOfPads() {
        Graphs vector = new Graphs(1, 17, 3);
        refuses(
                vector.build(vector.add("Pad", List.of("input", vector.integers(0, 1, 0, 0))), 4),
                "uses the operator Pad (node /1/Pad), which pads a sample of the shape [3]; only images can be padded",
                "");
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
                "does not fit together: layer 1 (pad) takes away the whole of its input of the shape [1, 3, 3]: it pads by -1"
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
                "does not fit together: layer 2 (pad) pads with -Infinity; a finite number is expected.",
                "Before a max-pool, give the padding to the max-pool instead");
    }

    @Test
    void productsOfLayers() {
        Graphs graph = new Graphs(1, 17, 3);
        String left = graph.add("MatMul", List.of("input", graph.weight("v", 3, 3)));
        String right = graph.add("MatMul", List.of("input", graph.weight("w", 3, 3)));
        refuses(
                graph.build(graph.add("Mul", List.of(left, right)), 3),
                "uses the operator Mul (node /2/Mul), which joins two layers element by element; for layers that is supported"
                        + " for Add, Sub and Max alone.",
                "Replace it before the export");
    }

    @Test
    void reductionsThatAreNotOverAnImage() {
        Graphs mean = new Graphs(1, 17, 6);
        refuses(
                mean.build(mean.add("ReduceMean", "input", Graphs.integers("axes", -1)), 1),
                "uses the operator ReduceMean (node /0/ReduceMean), which takes a mean that is not over height and width of an"
                        + " image; only that is supported.",
                "In the place of a layer normalization, which takes means over features, use a batch normalization");
        Graphs largest = new Graphs(1, 17, 6);
        refuses(
                largest.build(largest.add("ReduceMax", "input", Graphs.integers("axes", -1)), 1),
                "uses the operator ReduceMax (node /0/ReduceMax), which takes a maximum that is no maxout; only the maximum"
                        + " over groups of units, after a reshape to [groups, pieces], and over height and width of an image"
                        + " are supported.",
                "Replace it before the export");
    }

    @Test
    void convolutionsOverSignals() {
        Graphs graph = new Graphs(1, 17, 2, 6);
        refuses(
                graph.build(graph.add("Conv", List.of("input", graph.weight("w", 3, 2, 3))), 3, 4),
                "uses the operator Conv (node /0/Conv), which has a weight of the shape [3, 2, 3]; convolutions over images,"
                        + " with four dimensions, are supported.",
                "Give a signal the height 1, and use Conv2d");
    }

    @Test
    void imagesWithTheirChannelsLastWhereTheyCannotBe() {
        Graphs mixed = new Graphs(1, 17, 2, 3, 3);
        String turned = mixed.add("Transpose", mixed.add("Relu", "input"), Graphs.integers("perm", 0, 2, 3, 1));
        refuses(
                mixed.build(mixed.add("Add", List.of(turned, "input")), 2, 3, 3),
                "uses the operator Add (node /2/Add), which joins images of which some have their channels first and others"
                        + " last; export the network with channels first",
                "");
        Graphs pooled = new Graphs(1, 17, 2, 3, 3);
        String last = pooled.add("Transpose", "input", Graphs.integers("perm", 0, 2, 3, 1));
        refuses(
                pooled.build(pooled.add("GlobalAveragePool", last), 3, 1, 1),
                "uses /0/Transpose_output_0, an image whose channels were put last, in a way that is not supported; only"
                        + " operators on elements, padding, concatenation, flattening it for a dense layer and pooling all of"
                        + " it are. Export with channels first",
                "");
    }

    @Test
    void numbersOfALayerThatMayBeLearned() {
        Graphs vector = new Graphs(1, 17, 6);
        String hidden = vector.add("MatMul", List.of("input", vector.weight("w", 6, 3)));
        refuses(
                vector.build(vector.add("Mul", List.of(hidden, vector.weight("gamma", 3))), 3),
                "uses the operator Mul (node /1/Mul), which combines a layer with one number for each of its units (gamma),"
                        + " which may be learned or not; after the input that is supported as a bias of the layer before,"
                        + " and as a product and a sum, as in a batch normalization.",
                "Fold it into the layer before");
        Graphs scalar = new Graphs(1, 17, 6);
        String x = scalar.add("Relu", scalar.add("MatMul", List.of("input", scalar.weight("w", 6, 3))));
        refuses(
                scalar.build(scalar.add("Mul", List.of(x, scalar.weight("alpha", 1))), 3),
                "uses the operator Mul (node /2/Mul), which scales or shifts a layer by alpha, one number for all its units"
                        + " that may be learned; such parameters are not supported.",
                "Fold it into the layer before");
    }

    @Test
    void constantsThatFitNoUnits() {
        Graphs graph = new Graphs(1, 17, 1, 3, 3);
        refuses(
                graph.build(graph.add("Sub", List.of("input", graph.weight("mean", 3, 3))), 1, 3, 3),
                "uses the operator Sub (node /0/Sub), which combines samples of the shape [1, 3, 3] with a constant of the"
                        + " shape [3, 3]; one number, or one for each unit, is supported.",
                "Fold it into the data");
    }

    @Test
    void partsOfTheSamples() {
        Graphs graph = new Graphs(1, 17, 6);
        String part = graph.add("Slice", List.of("input", graph.integers(0), graph.integers(3), graph.integers(1)));
        refuses(
                graph.build(part, 3),
                "uses the operator Slice (node /3/Slice), which takes a part of the samples; that is supported for constants,"
                        + " for shapes, and for height and width of images alone.",
                "Keep whole layers");
        Graphs strided = new Graphs(1, 17, 1, 4, 4);
        String every = strided.add(
                "Slice",
                List.of("input", strided.integers(0), strided.integers(4), strided.integers(2), strided.integers(2)));
        refuses(
                strided.build(every, 1, 2, 4),
                "uses the operator Slice (node /4/Slice), which takes every so many of the samples' elements; that is"
                        + " supported for constants and shapes alone.",
                "Use a layer with a stride");
    }

    @Test
    void shapesMadeOfTheNumberOfSamples() {
        Graphs graph = new Graphs(1, 17, 6);
        String rows =
                graph.add("Gather", List.of(graph.add("Shape", "input"), graph.integers(0)), Graphs.integer("axis", 0));
        String twice = graph.add("Mul", List.of(rows, graph.integers(2)));
        String shape = graph.add("Concat", List.of(twice, graph.integers(3)), Graphs.integer("axis", 0));
        refuses(
                graph.build(graph.add("Reshape", List.of("input", shape)), 3),
                "uses the operator Mul (node /4/Mul), which computes with the number of samples; write the shape with −1 in"
                        + " its place, as in x.view(-1, 48)",
                "");
    }

    @Test
    void choicesBetweenLayers() {
        Graphs graph = new Graphs(1, 17, 3);
        String left = graph.add("MatMul", List.of("input", graph.weight("v", 3, 3)));
        String right = graph.add("MatMul", List.of("input", graph.weight("w", 3, 3)));
        String first = graph.add("Greater", List.of(left, graph.constant(0)));
        refuses(
                graph.build(graph.add("Where", List.of(first, left, right)), 3),
                "uses the operator Where (node /4/Where), which chooses between several layers element by element; only"
                        + " activations, functions of one layer, can be written so",
                "");
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
