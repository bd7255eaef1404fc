package io.flatness.networks.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkRefusalsTest {
    @TempDir
    private Path folder;

    @Test
    void labelsOutsideTheClasses() {
        refuses(
                "data",
                "sample 1 has the label 3, but the network has 3 outputs: labels must be integers from 0 to 2",
                "data: {type: inline, inputs: [[1, 2], [3, 4]], labels: [0, 3]}\nloss: cross-entropy");
        refuses(
                "data",
                "sample 0 has the label 0.5, but the network has 3 outputs: labels must be integers from 0 to 2",
                "data: {type: inline, inputs: [[1, 2], [3, 4]], labels: [0.5, 1]}\nloss: cross-entropy");
        Experiments.in(folder)
                .refuses(
                        "data",
                        "sample 2 has the label 2, but logistic loss takes −1 and +1, or 0 and 1",
                        "model: {layers: [1, 1]}\ndata: {type: inline, inputs: [[1], [1], [1]], labels: [0, 1, 2]}\n"
                                + "loss: logistic");
    }

    @Test
    void dataThatDoNotFitTheNetwork() {
        refuses(
                "data",
                "a sample has 3 features (shape [3]), but the network reads 2 (shape [2])",
                "data: {type: inline, inputs: [[1, 2, 3]], labels: [0]}\nloss: cross-entropy");
        refuses(
                "data.targets",
                "a sample has 2 targets, but the network has 3 outputs",
                "data: {type: inline, inputs: [[1, 2]], targets: [[0, 1]]}\nloss: mse");
        refuses(
                "data.labels",
                "there are 2 inputs, but 1 labels",
                "data: {type: inline, inputs: [[1, 2], [3, 4]], labels: [0]}\nloss: mse");
        refuses(
                "data",
                "the samples 0 to 1 are asked for, but there are only 1",
                "data: {type: inline, inputs: [[1, 2]], labels: [0], samples: 2}\nloss: mse");
        refuses(
                "data",
                "the data have neither labels nor targets; add them, or set targets: teacher",
                "data: {type: inline, inputs: [[1, 2]]}\nloss: mse");
        refuses(
                "data.targets",
                "sample 0: its target probabilities sum to 0.75, not to 1",
                "data: {type: inline, inputs: [[1, 2]], targets: [[0.25, 0.25, 0.25]]}\nloss: cross-entropy");
    }

    @Test
    void teachersThatDoNotGoWithTheLoss() {
        refuses(
                "data.targets",
                "targets: teacher-soft makes probabilities, which go with cross-entropy and logistic; with mse use targets:"
                        + " teacher",
                "data: {type: inline, inputs: [[1, 2]], targets: teacher-soft}\nloss: mse");
    }

    @Test
    void weightsThatDoNotFitEachOther() {
        Experiments.in(folder)
                .refuses(
                        "model.weights",
                        "W_2 has 3 rows, but W_1 has 2 columns; W_k has d_{k−1} rows and d_k columns",
                        "model: {weights: [[[1, 2]], [[1], [2], [3]]]}\n"
                                + "data: {type: inline, inputs: [[1]], labels: [0]}\nloss: mse");
        Experiments.in(folder)
                .refuses(
                        "model.weights",
                        "W_1 has 1 numbers in row 1, but 2 are expected",
                        "model: {weights: [[[1, 2], [3]]]}\n"
                                + "data: {type: inline, inputs: [[1, 1]], labels: [0]}\nloss: mse");
        Experiments.in(folder)
                .refuses(
                        "model.biases",
                        "b_1 has 1 numbers, but W_1 has 2 columns",
                        "model: {weights: [[[1, 2]]], biases: [[1]]}\n"
                                + "data: {type: inline, inputs: [[1]], labels: [0]}\nloss: mse");
    }

    @Test
    void pickledModelsSayHowToExportThem() throws IOException {
        Files.write(folder.resolve("net.pt"), new byte[] {1});
        Experiments.in(folder)
                .refuses("model.file", """
                        net.pt is a PyTorch pickle, which only PyTorch can open. Export it from PyTorch, with one sample x of your data:
                            model.eval()
                            torch.onnx.export(model, (x.unsqueeze(0),), "model.onnx", dynamo=True)
                            # or the weights alone: safetensors.torch.save_file(model.state_dict(), "model.safetensors")""", "model: {file: net.pt}\ndata: {type: digits}\nloss: cross-entropy");
    }

    @Test
    void unknownFilesSayWhatCanBeRead() throws IOException {
        Files.write(folder.resolve("net.h5"), new byte[] {1});
        Experiments.in(folder)
                .refuses(
                        "model.file",
                        """
                        net.h5 is a Keras model, which only Keras can open. Export it from Keras (3.7 or later):
                            model = keras.saving.load_model("net.h5")
                            model.export("model.onnx", format="onnx")
                            # or, with TensorFlow: python -m tf2onnx.convert --keras "net.h5" --output model.onnx""",
                        "model: {file: net.h5}\ndata: {type: digits}\nloss: cross-entropy");
        Files.write(folder.resolve("net.bin"), new byte[] {1});
        Experiments.in(folder)
                .refuses(
                        "model.file",
                        "net.bin is of no format that can be read; these are npz, onnx, safetensors",
                        "model: {file: net.bin}\ndata: {type: digits}\nloss: cross-entropy");
        Experiments.in(folder)
                .refuses(
                        "model.file",
                        "there is no file missing.onnx",
                        "model: {file: missing.onnx}\ndata: {type: digits}\nloss: cross-entropy");
    }

    @Test
    void truncatedModelsAreNamed() throws IOException {
        Path models = Path.of("..", "examples", "models");
        byte[] onnx = Files.readAllBytes(models.resolve("digits-mlp.onnx"));
        Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(onnx, onnx.length / 2));
        Experiments.in(folder)
                .refuses(
                        "model.file",
                        "cut.onnx is no ONNX model, or is truncated or damaged",
                        "model: {file: cut.onnx}\ndata: {type: digits}\nloss: cross-entropy");
        byte[] tensors = Files.readAllBytes(models.resolve("digits-mlp.safetensors"));
        Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(tensors, tensors.length - 10));
        Experiments.in(folder)
                .refuses(
                        "model.file",
                        "cut.safetensors is truncated: the tensor 2.weight should have 320 elements, but the file ends"
                                + " after 317",
                        "model: {file: cut.safetensors, layers: [64, 32, 10], activation: relu}\ndata: {type: digits}\nloss: cross-entropy");
        Files.write(folder.resolve("text.onnx"), "hello".getBytes(StandardCharsets.UTF_8));
        Experiments.in(folder)
                .refuses(
                        "model.file",
                        "text.onnx is no ONNX model, or is truncated or damaged",
                        "model: {file: text.onnx}\ndata: {type: digits}\nloss: cross-entropy");
    }

    @Test
    void layersThatDoNotFitTheFile() {
        Experiments examples = Experiments.in(Path.of("..", "examples"));
        examples.refuses(
                "model.layers",
                "models/digits-mlp.safetensors holds weights but no layers: give model.layers, for example layers: [64, 32,"
                        + " 10]; its tensors are 0.weight [32, 64], 2.weight [10, 32]",
                "model: {file: models/digits-mlp.safetensors}\ndata: {type: digits}\nloss: cross-entropy");
        examples.refuses(
                "model.file",
                "models/digits-mlp.safetensors holds 0.weight [32, 64] next, but layer 0 (dense) needs a weight of the"
                        + " shape [64, 32]; it fits the other way round: set model.layout: out-in",
                "model: {file: models/digits-mlp.safetensors, layers: [64, 32, 10], layout: in-out, activation: relu}\n"
                        + "data: {type: digits}\nloss: cross-entropy");
        examples.refuses(
                "model.file",
                "models/digits-mlp.safetensors holds 0.weight [32, 64] next, but layer 0 (dense) needs a weight of the"
                        + " shape [33, 64]; check model.layers; left: 0.weight [32, 64], 2.weight [10, 32]",
                "model: {file: models/digits-mlp.safetensors, layers: [64, 33, 10], activation: relu}\n"
                        + "data: {type: digits}\nloss: cross-entropy");
        examples.refuses(
                "model.file",
                "models/digits-mlp.safetensors holds tensors that no layer of model.layers takes: left: 2.weight [10, 32]",
                "model: {file: models/digits-mlp.safetensors, layers: [64, 32]}\n"
                        + "data: {type: digits}\nloss: cross-entropy");
        examples.refuses(
                "model.layers",
                "an ONNX file describes its own layers; leave out layers and layout",
                "model: {file: models/digits-mlp.onnx, layers: [64, 32, 10], activation: relu}\ndata: {type: digits}\nloss: cross-entropy");
    }

    @Test
    void paddingThatDoesNotFit() {
        String rest = ", flatten, {type: dense, units: 2}]}\n"
                + "data: {type: random, samples: 2, features: 4, classes: 2, inputShape: [1, 2, 2]}\nloss: cross-entropy";
        Experiments experiments = Experiments.in(folder);
        experiments.refuses(
                "model",
                "the network does not fit together: layer 0 (pad) takes away the whole of its input of the shape [1, 2, 2]:"
                        + " it pads by 0 rows above, 0 below, -2 columns on the left, 5 on the right",
                "model: {layers: [{type: pad, padding: [0, -2, 0, 5]}" + rest);
        experiments.refuses(
                "model",
                "the network does not fit together: layer 1 (pad) needs an image [channels, height, width] but its input"
                        + " has the shape [4]",
                "model: {layers: [flatten, {type: pad, padding: 1}" + rest);
        experiments.refuses(
                "model",
                "the network does not fit together: layer 0 (pad) pads by 2000000; from -1048576 to 1048576 is allowed",
                "model: {layers: [{type: pad, padding: 2000000}" + rest);
        experiments.refusesToBind(
                "a padding has 3 numbers; write one number, [above and below, left and right] or [top, left, bottom,"
                        + " right]",
                "model: {layers: [{type: pad, padding: [1, 2, 3]}" + rest);
    }

    @Test
    void keysThatDoNotGoTogether() {
        Experiments examples = Experiments.in(folder);
        examples.refusesToBind(
                "model needs a file, layers or weights", "model: {}\ndata: {type: digits}\nloss: cross-entropy");
        examples.refusesToBind(
                "activation and bias go with layers given as widths; with layer objects, write them there",
                "model: {layers: [{type: dense, units: 10}], bias: false}\ndata: {type: digits}\nloss: cross-entropy");
        examples.refusesToBind(
                "labelSmoothing is 2.0; it must lie in [0, 1]",
                "model: {layers: [64, 10]}\ndata: {type: digits}\nloss: {type: cross-entropy, labelSmoothing: 2}");
        examples.refusesToBind(
                "scale is 0.0; it must be a finite number and not 0",
                "model: {layers: [64, 10]}\ndata: {type: digits, scale: 0}\nloss: cross-entropy");
        examples.refusesToBind(
                "label is 1.5; it must be last, first, none, the index of a column, counted from 0, or its name in the header",
                "model: {layers: [64, 10]}\ndata: {type: csv, file: a.csv, label: 1.5}\nloss: cross-entropy");
    }

    @Test
    void weightsWithoutAnActivationAreNotTakenForARectifiedNetwork() {
        Experiments.in(Path.of("../examples"))
                .refuses(
                        "model.activation",
                        "models/digits-mlp.safetensors holds weights but not what is between them: give model.activation, as in"
                                + " activation: relu; one of relu, leaky-relu, abs, squared-relu, tanh, sigmoid, gelu, silu,"
                                + " softplus, elu, hard-swish, identity",
                        "model: {file: models/digits-mlp.safetensors, layers: [64, 32, 10]}\ndata: {type: digits}\n"
                                + "loss: cross-entropy");
    }

    @Test
    void labelsByNameAndClassesInWords() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "kind;a;b\ncat;1;2\ndog;3;4\nant;5;6\n");
        String rest = "loss: cross-entropy";
        String model = "model: {layers: [2, 3]}\n";
        Experiments.in(folder).open(model + "data: {type: csv, file: t.csv, label: kind}\n" + rest);
        Experiments.in(folder)
                .refuses(
                        "data.label",
                        "label is 'sort', but the header holds [kind, a, b]; write last, first, none, the index of a column,"
                                + " counted from 0, or its name in the header",
                        model + "data: {type: csv, file: t.csv, label: sort}\n" + rest);
        Experiments.in(folder)
                .refuses(
                        "data",
                        "column 0 (kind) of the table holds words, 'cat' for one; inputs must be numbers. Encode it as"
                                + " numbers, or leave it out",
                        model + "data: {type: csv, file: t.csv, label: last}\n" + rest);
    }

    private void refuses(String parameter, String message, String rest) {
        Experiments.in(folder).refuses(parameter, message, "model: {layers: [2, 3]}\n" + rest);
    }
}
