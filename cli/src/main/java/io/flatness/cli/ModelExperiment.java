package io.flatness.cli;

import io.flatness.core.run.LocalContext;
import io.flatness.core.run.OutputException;
import io.flatness.networks.io.Descriptions;
import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.ModelFiles;
import io.flatness.networks.io.NpzReader;
import io.flatness.spi.ModelFormat;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.ProblemContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An experiment for a model file and its data, as text that runs as it is. */
final class ModelExperiment {
    private final Path folder;
    private final ProblemContext context;

    /**
     * Creates it.
     *
     * @param folder where the experiment will stand: its paths are relative to it
     * @param formats of model files
     */
    ModelExperiment(Path folder, List<Object> formats) {
        this.folder = folder;
        this.context = LocalContext.singleThreaded(0).with(formats);
    }

    boolean isModel(Path file) {
        return ModelFiles.isModel(file.toString(), context.formats(ModelFormat.class));
    }

    String text(Path file, @Nullable Path data) {
        NetworkDescription description =
                ModelFiles.read("", file, context, new ModelFormat.Request(Map.of(), Optional.empty(), "softmax"));
        if (description.layers().isEmpty()) {
            throw new OutputException(
                    file + " holds weights without layers; export the network as ONNX, or write an experiment with model:"
                            + " {file: …, layers: […]}");
        }
        Model model = Descriptions.build(description);
        int outputs = model.network().outputCount();
        Data found = data == null ? made(model, outputs) : read(data, outputs);
        int affine = model.network().architecture().affineLayers().size();
        return """
                # The network of %s, measured as it is and written in other parameters.
                # 'flatness describe %s' numbers its layers; 'flatness list metrics' names what else can be measured.
                name: %s
                seed: 1

                problems:
                  - id: network
                    type: network
                    model: {file: %s}
                    data: %s
                    loss: %s
                %s
                metrics:
                  - {id: trace, type: hessian-trace}                  # changes when the same function is written otherwise
                  - {id: norm, type: hessian-spectral-norm}           # so does this one
                  - {id: relative, type: relative-flatness}           # survives the rescaling of layers

                analyses:
                  - {id: envelope, type: orbit-envelope, metric: trace}   # everything the trace can be for this function
                """.formatted(
                        file.getFileName(),
                        file.getFileName(),
                        name(file),
                        quoted(file),
                        found.yaml(),
                        found.loss(),
                        affine < 2
                                ? ""
                                : """

                                transforms:                               # the same function in other parameters; a list sweeps
                                  - {id: alpha, type: layer-rescaling, layers: [0, 1], alpha: [0.1, 10]}
                                """);
    }

    private record Data(String yaml, String loss) {}

    /** Inputs drawn at random, with the network's own outputs as targets: a minimum, and a place for data of one's own. */
    private static Data made(Model model, int outputs) {
        if (model.network().inputs().size() != 1 || model.network().outputPositions() != 1) {
            throw new OutputException(
                    "this network reads several inputs or answers at several positions: name its data, an npz file");
        }
        int features = model.network().inputs().get(0).size();
        return new Data(
                "{type: random, samples: 200, features: " + features + ", classes: " + Math.max(2, outputs)
                        + ", targets: teacher}   # made up: put your own data here, such as {type: npz, file: data.npz}",
                "mse");
    }

    private Data read(Path file, int outputs) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean one = outputs == 1;
        if (name.endsWith(".npz")) {
            Set<String> arrays = NpzReader.read(InputFile.of("", file, context)).keySet();
            if (!arrays.contains("inputs") || !(arrays.contains("labels") || arrays.contains("targets"))) {
                throw new OutputException(file + " has the arrays " + arrays
                        + "; needed: inputs, and labels (classes) or targets (numbers)");
            }
            boolean labels = arrays.contains("labels");
            return new Data(
                    "{type: npz, file: " + quoted(file) + "}", labels ? one ? "logistic" : "cross-entropy" : "mse");
        }
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return new Data(
                    "{type: csv, file: " + quoted(file) + ", label: last}    # the last column is the class",
                    one ? "mse" : "cross-entropy");
        }
        throw new OutputException(
                file + " is neither an npz nor a csv file; IDX files and others are written into the experiment by hand");
    }

    private static String name(Path file) {
        String name = file.getFileName().toString().replaceAll("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        return name.matches("[A-Za-z0-9].*") ? name : "network";
    }

    /** A path as YAML, relative to the experiment where that is possible. */
    private String quoted(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path base = folder.toAbsolutePath().normalize();
        boolean sameRoot = absolute.getRoot() != null && absolute.getRoot().equals(base.getRoot());
        String text = (sameRoot ? base.relativize(absolute) : absolute).toString().replace('\\', '/');
        return text.matches("[A-Za-z0-9._/-]+") ? text : '"' + text.replace("\"", "\\\"") + '"';
    }
}
