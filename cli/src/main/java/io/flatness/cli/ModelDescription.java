package io.flatness.cli;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.NpzReader;
import io.flatness.networks.io.OnnxReader;
import io.flatness.networks.io.SafetensorsReader;
import io.flatness.networks.io.Tensor;
import io.flatness.report.TextTable;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Layer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a model file holds: its layers, and the numbers by which experiments mean the affine ones. */
final class ModelDescription {
    private static final List<String> SUFFIXES = List.of(".onnx", ".safetensors", ".npz");

    private final Console console;

    ModelDescription(Console console) {
        this.console = console;
    }

    /** Whether a word on the command line means a file rather than a component. */
    static boolean isModel(String word) {
        return SUFFIXES.stream().anyMatch(word.toLowerCase(Locale.ROOT)::endsWith);
    }

    void print(Path path) {
        InputFile file = InputFile.of("", path, LocalContext.singleThreaded(0));
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            tensors(path, SafetensorsReader.read(file));
        } else if (name.endsWith(".npz")) {
            tensors(path, NpzReader.read(file).values());
        } else {
            layers(path, OnnxReader.read(file, null, Model.Ending.SOFTMAX));
        }
    }

    private void layers(Path path, Model model) {
        console.out()
                .println(console.styled("bold", path.toString()) + "  " + model.theta().length + " parameters, input "
                        + model.network().inputShape().extents() + ", "
                        + model.network().outputCount() + " outputs");
        console.out().println();
        TextTable table = new TextTable(List.of("layer", "type", "affine", "weight", "bias"));
        for (Layer layer : model.network().architecture().layers()) {
            Affine affine = layer.affine().orElse(null);
            table.row(List.of(
                    layer.name(),
                    layer.type(),
                    affine == null ? "" : String.valueOf(affine.index()),
                    affine == null
                            ? ""
                            : affine.weight().name() + " " + affine.weight().shape(),
                    affine == null
                            ? ""
                            : affine.bias()
                                    .map(block -> block.name() + " " + block.shape())
                                    .orElse("none")));
        }
        table.print(console.page());
        console.out().println("Experiments mean affine layers by the number under 'affine', as in layers: [0, 1].");
    }

    private void tensors(Path path, Collection<Tensor> tensors) {
        int elements = tensors.stream().mapToInt(Tensor::size).sum();
        console.out().println(console.styled("bold", path.toString()) + "  " + elements + " numbers");
        console.out().println();
        TextTable table = new TextTable(List.of("tensor", "shape"));
        tensors.forEach(
                tensor -> table.row(List.of(tensor.name(), tensor.shape().toString())));
        table.print(console.page());
        console.out()
                .println("The file holds weights without layers: an experiment gives them, as in model: {file: " + path
                        + ", layers: [64, 32, 10]}.");
    }
}
