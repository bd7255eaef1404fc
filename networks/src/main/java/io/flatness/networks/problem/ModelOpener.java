package io.flatness.networks.problem;

import io.flatness.networks.io.Descriptions;
import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.ModelBuilder;
import io.flatness.networks.io.ModelFiles;
import io.flatness.networks.io.Tensor;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.ModelFormat;
import io.flatness.spi.NaturalOrder;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.ProblemContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings the network of an experiment to life: layers and weights, from wherever they come. */
final class ModelOpener {
    private static final int MAX_LAYERS = 10_000;

    private final ModelParameters parameters;
    private final ProblemContext context;

    ModelOpener(ModelParameters parameters, ProblemContext context) {
        this.parameters = parameters;
        this.context = context;
    }

    /**
     * The network with its weights.
     *
     * @param samples shape of a sample of the data, by input of the network
     * @param absorbed a last step of an ONNX file that the loss takes in
     */
    Model open(Map<String, List<Integer>> samples, Model.Ending absorbed) {
        Model model = whole(samples, absorbed);
        List<String> patterns = parameters.trainable();
        return patterns == null ? model : Frozen.except(patterns, model);
    }

    private void requireFew(int layers) {
        if (layers > MAX_LAYERS) {
            throw new InvalidParameterException(
                    "model.layers", "there are " + layers + " layers; at most " + MAX_LAYERS + " are allowed");
        }
    }

    private Model whole(Map<String, List<Integer>> samples, Model.Ending absorbed) {
        List<Integer> sample = samples.values().iterator().next();
        Path path = parameters.file();
        if (path == null) {
            return describe(sample, seededOrInline());
        }
        ModelFormat.Request request = new ModelFormat.Request(
                samples,
                Optional.ofNullable(parameters.output()),
                absorbed.name().toLowerCase(Locale.ROOT));
        InputFile file = InputFile.of("model.file", path, context);
        NetworkDescription description = ModelFiles.read("model.file", path, context, request);
        if (!description.layers().isEmpty()) {
            if (parameters.layers() != null || parameters.layout() != null) {
                throw new InvalidParameterException(
                        parameters.layers() != null ? "model.layers" : "model.layout",
                        "an ONNX file describes its own layers; leave out layers and layout");
            }
            try {
                return Descriptions.build(description);
            } catch (IllegalArgumentException e) {
                throw file.error("does not fit together: " + e.getMessage());
            }
        }
        List<Tensor> tensors = description.tensors().stream().map(Tensor::of).toList();
        if (parameters.layers() == null) {
            throw new InvalidParameterException(
                    "model.layers",
                    path
                            + " holds weights but no layers: give model.layers, for example layers: [64, 32, 10]; its tensors"
                            + " are " + shapes(tensors));
        }
        if (parameters.hasWidths() && parameters.layers().size() > 2 && parameters.activation() == null) {
            throw new InvalidParameterException(
                    "model.activation",
                    path + " holds weights but not what is between them: give model.activation, as in activation: relu;"
                            + " one of relu, leaky-relu, abs, squared-relu, tanh, sigmoid, gelu, silu, softplus, elu,"
                            + " hard-swish, identity");
        }
        WeightOrder order =
                parameters.layout() == ModelParameters.Layout.IN_OUT ? WeightOrder.IN_OUT : WeightOrder.OUT_IN;
        return describe(sample, new FileWeights(file, tensors, order));
    }

    private static String shapes(List<Tensor> tensors) {
        return String.join(
                ", ",
                tensors.stream()
                        .sorted((a, b) -> NaturalOrder.INSTANCE.compare(a.name(), b.name()))
                        .map(tensor -> tensor.name() + " " + tensor.shape())
                        .limit(20)
                        .toList());
    }

    private WeightSource seededOrInline() {
        List<List<double[]>> weights = parameters.weights();
        return weights == null
                ? new SeededWeights(context.random("initialization"))
                : new InlineWeights(weights, parameters.biases());
    }

    private Model describe(List<Integer> sample, WeightSource weights) {
        try {
            Model model = parameters.layers() == null || parameters.hasWidths()
                    ? perceptron(widths(weights), weights)
                    : graph(shape(sample), weights);
            weights.finish();
            return model;
        } catch (IllegalArgumentException e) {
            if (e instanceof InvalidParameterException) {
                throw e;
            }
            throw new InvalidParameterException("model", "the network does not fit together: " + e.getMessage(), e);
        }
    }

    private List<Integer> widths(WeightSource weights) {
        List<Integer> implied = weights instanceof InlineWeights inline ? inline.widths() : null;
        List<LayerParameters> layers = parameters.layers();
        requireFew(layers == null ? 0 : layers.size());
        if (layers == null) {
            return implied == null ? List.of() : implied;
        }
        List<Integer> widths = new ArrayList<>();
        for (LayerParameters layer : layers) {
            if (layer instanceof LayerParameters.Width width) {
                widths.add(width.units());
            }
        }
        if (implied != null && !implied.equals(widths)) {
            throw new InvalidParameterException(
                    "model.weights", "the weights are those of layers " + implied + ", but layers is " + widths);
        }
        return widths;
    }

    private Model perceptron(List<Integer> widths, WeightSource weights) {
        ModelBuilder builder = new ModelBuilder(Shape.of(widths.get(0)));
        ActivationParameters activation = parameters.activation();
        int last = ModelBuilder.INPUT;
        int place = 0;
        for (int k = 1; k < widths.size(); k++) {
            Dense dense = new Dense(widths.get(k), hasBias(weights), weights.order());
            String name = String.valueOf(place++);
            List<Tensor> tensors = weights.tensors(name, dense, List.of(builder.shape(last)));
            last = builder.add(layerName(tensors, name), dense, List.of(last), tensors);
            if (k < widths.size() - 1) {
                ActivationParameters between = activation == null ? new ActivationParameters.Relu() : activation;
                last = between.addTo(builder, String.valueOf(place++), last, weights);
            }
        }
        return builder.build(last, Model.Ending.NONE);
    }

    private static String layerName(List<Tensor> tensors, String otherwise) {
        String weight = tensors.get(0).name();
        return weight.endsWith(".weight") ? weight.substring(0, weight.length() - ".weight".length()) : otherwise;
    }

    private boolean hasBias(WeightSource weights) {
        Boolean bias = parameters.bias();
        if (weights instanceof InlineWeights) {
            boolean given = parameters.biases() != null;
            if (bias != null && bias != given) {
                throw new InvalidParameterException(
                        "model.bias", "bias is " + bias + ", but there are " + (given ? "" : "no ") + "biases");
            }
            return given;
        }
        if (bias != null) {
            return bias;
        }
        return !(weights instanceof FileWeights file) || file.nextHasBias();
    }

    private Model graph(Shape input, WeightSource weights) {
        ModelBuilder builder = new ModelBuilder(input);
        List<LayerParameters> layers = parameters.layers();
        requireFew(layers == null ? 0 : layers.size());
        int last = ModelBuilder.INPUT;
        int place = 0;
        for (LayerParameters layer : layers == null ? List.<LayerParameters>of() : layers) {
            last = layer.addTo(builder, String.valueOf(place++), last, weights);
        }
        return builder.build(last, Model.Ending.NONE);
    }

    /** An image without channels has one. */
    private static Shape shape(@Nullable List<Integer> sample) {
        if (sample != null && sample.size() == 2) {
            return Shape.of(1, sample.get(0), sample.get(1));
        }
        return new Shape(sample == null ? List.of(1) : sample);
    }
}
