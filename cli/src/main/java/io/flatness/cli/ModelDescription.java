package io.flatness.cli;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.io.Descriptions;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.ModelFiles;
import io.flatness.networks.tile.Shape;
import io.flatness.report.TextTable;
import io.flatness.spi.ModelFormat;
import io.flatness.spi.NamedArray;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Layer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model file holds: its layers, and the numbers by which experiments mean the affine ones. */
final class ModelDescription {
    private final Console console;
    private final ProblemContext context;

    ModelDescription(Console console, List<Object> formats) {
        this.console = console;
        this.context = LocalContext.singleThreaded(0).with(formats);
    }

    /** Whether a word on the command line means a file rather than a component. */
    boolean isModel(String word) {
        return ModelFiles.isModel(word, context.formats(ModelFormat.class));
    }

    void print(Path path, Optional<String> output) {
        NetworkDescription description =
                ModelFiles.read("", path, context, new ModelFormat.Request(Map.of(), output, "softmax"));
        if (description.layers().isEmpty()) {
            tensors(path, description.tensors());
        } else {
            layers(path, Descriptions.build(description));
        }
    }

    private void layers(Path path, Model model) {
        console.out()
                .println(console.styled("bold", path.toString()) + "  " + model.theta().length + " parameters, input "
                        + model.network().inputs().stream().map(Shape::toString).collect(Collectors.joining(" and "))
                        + ", "
                        + model.network().outputCount() + " outputs"
                        + (model.network().outputPositions() == 1
                                ? ""
                                : " at each of " + model.network().outputPositions() + " positions"));
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

    private void tensors(Path path, List<NamedArray> tensors) {
        int elements = tensors.stream().mapToInt(tensor -> tensor.values().length).sum();
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
