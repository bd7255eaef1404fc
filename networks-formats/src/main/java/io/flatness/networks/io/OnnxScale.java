package io.flatness.networks.io;

import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Products and sums of a layer and numbers of the file.
 *
 * <p>A file does not say which numbers were learned. Numbers that act on the network's input normalize it, and numbers
 * that the exporter wrote as constants are none of the model's parameters: these are fixed. A product and a sum with one
 * number for each unit are a batch normalization whose statistics were multiplied in.
 */
final class OnnxScale {
    private OnnxScale() {}

    /** One operator on a layer and one number for each of its units. */
    static OnnxValue read(OnnxNode node, Tensor tensor, OnnxValue operand, boolean constantFirst, OnnxImport model) {
        Optional<OnnxValue> prelu = prelu(node, tensor, operand, model);
        if (prelu.isPresent()) {
            return prelu.get();
        }
        int layer = model.operand(node, operand);
        Shape shape = model.builder().shape(layer);
        boolean last = model.isSeeing();
        if (!fits(tensor.shape(), shape, last)) {
            return OnnxBroadcast.read(node, model);
        }
        if (reachesInput(layer, model)) {
            Scale scale = scale(node, tensor.values().toDoubles(), constantFirst);
            return new OnnxValue.Feature(model.builder().add(node.module(), scale, layer));
        }
        if (node.operator().equals("Add") && takesBias(node, constantFirst, layer, tensor, model)) {
            return new OnnxValue.Feature(layer);
        }
        Optional<OnnxValue> normalization = normalization(node, tensor, constantFirst, layer, model);
        return normalization.isPresent() ? normalization.get() : learned(node, tensor, layer, last, model);
    }

    /** A product, sum, difference or quotient with numbers that may be learned. */
    private static OnnxValue learned(OnnxNode node, Tensor tensor, int layer, boolean last, OnnxImport model) {
        if (!last) {
            return OnnxBroadcast.read(node, model);
        }
        List<Integer> shape = new ArrayList<>();
        shape.add(tensor.size());
        while (shape.size() < model.builder().shape(layer).rank()) {
            shape.add(1);
        }
        Placed numbers = model.source(new Tensor(tensor.name(), shape, tensor.values()), node);
        boolean first = model.value(node, 0) instanceof OnnxValue.Constant;
        int left = first ? numbers.layer() : layer;
        int right = first ? layer : numbers.layer();
        return new OnnxValue.Feature(model.builder().add(node.module(), OnnxBroadcast.layer(node), left, right));
    }

    /** relu(x) − s relu(−x), as Keras writes a PReLU with the slopes s. */
    private static Optional<OnnxValue> prelu(OnnxNode node, Tensor tensor, OnnxValue operand, OnnxImport model) {
        if (!node.operator().equals("Mul")
                || !(operand instanceof OnnxValue.Formula negative)
                || !ActivationCatalog.agrees(negative.function(), x -> Math.max(-x, 0), 0)) {
            return Optional.empty();
        }
        Shape shape = model.builder().shape(negative.layer());
        Optional<OnnxNode> sum = next(node, "Add", model);
        if (sum.isEmpty() || tensor.size() != shape.units() || !fits(tensor.shape(), shape, model.isSeeing())) {
            return Optional.empty();
        }
        OnnxValue positive = model.valueIfAny(sum.get(), sum.get().input(0).equals(node.output()) ? 1 : 0)
                .orElse(operand);
        boolean same = positive instanceof OnnxValue.Formula formula
                && formula.layer() == negative.layer()
                && ActivationCatalog.agrees(formula.function(), x -> Math.max(x, 0), 0);
        if (!same) {
            return Optional.empty();
        }
        double[] slopes = tensor.values().toDoubles();
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = 0.0 - slopes[i];
        }
        Tensor named = model.named(
                new Tensor(tensor.name(), List.of(slopes.length), new Storage.Float64(slopes)), node, "weight");
        OnnxValue value = new OnnxValue.Feature(model.builder()
                .add(
                        model.layerName(named, node),
                        new PRelu(slopes.length),
                        List.of(negative.layer()),
                        List.of(named)));
        model.taken(sum.get(), model.isSeeing() ? new OnnxValue.ChannelsLast(value, false) : value);
        return Optional.of(value);
    }

    /** Gives a convolution or dense layer without a bias the one that stands in a sum behind it. */
    private static boolean takesBias(OnnxNode node, boolean constantFirst, int layer, Tensor tensor, OnnxImport model) {
        Node before = model.builder().node(layer);
        LayerSpec biased;
        if (before.layer() instanceof Conv2d convolution && !convolution.bias()) {
            biased = new Conv2d(convolution.outputs(), convolution.window(), convolution.groups(), true);
        } else if (before.layer() instanceof Dense dense && !dense.bias()) {
            biased = new Dense(dense.outputs(), true, dense.order());
        } else {
            return false;
        }
        Optional<OnnxNode> source = model.onlySource(node.input(constantFirst ? 1 : 0))
                .filter(found -> found.operator().equals("Conv")
                        || found.operator().equals("MatMul")
                        || found.operator().equals("Gemm"));
        source.ifPresent(found -> {
            Tensor bias = model.named(tensor, found, "bias");
            model.builder().extend(layer, biased, new Tensor(bias.name(), List.of(bias.size()), bias.values()));
        });
        return source.isPresent();
    }

    /** (x − μ) γ + β, or x γ + β, as a normalization by the mean μ and the variance 1. */
    private static Optional<OnnxValue> normalization(
            OnnxNode node, Tensor tensor, boolean constantFirst, int layer, OnnxImport model) {
        Shape shape = model.builder().shape(layer);
        boolean centered = node.operator().equals("Sub") && !constantFirst;
        Optional<OnnxNode> product = centered ? next(node, "Mul", model) : Optional.of(node);
        Optional<OnnxNode> sum =
                product.filter(found -> found.operator().equals("Mul")).flatMap(found -> next(found, "Add", model));
        if (sum.isEmpty()) {
            return Optional.empty();
        }
        Optional<Tensor> gamma = centered ? other(product.orElseThrow(), node, shape, model) : Optional.of(tensor);
        Optional<Tensor> beta = other(sum.get(), product.orElseThrow(), shape, model);
        if (gamma.isEmpty() || beta.isEmpty()) {
            return Optional.empty();
        }
        Tensor mean = centered ? tensor : filled("", shape.units(), 0);
        OnnxValue value = normalization(product.get(), gamma.get(), beta.get(), mean, layer, model);
        OnnxValue outside = model.isSeeing() ? new OnnxValue.ChannelsLast(value, false) : value;
        model.taken(product.get(), outside);
        model.taken(sum.get(), outside);
        return Optional.of(value);
    }

    private static Optional<OnnxNode> next(OnnxNode node, String operator, OnnxImport model) {
        return model.onlyConsumer(node).filter(found -> found.operator().equals(operator));
    }

    /** What a node joins with the output of the one before it: one constant for each unit. */
    private static Optional<Tensor> other(OnnxNode node, OnnxNode before, Shape shape, OnnxImport model) {
        return model.constantIfAny(node, node.input(0).equals(before.output()) ? 1 : 0)
                .filter(tensor -> tensor.size() == shape.units() && fits(tensor.shape(), shape, model.isSeeing()));
    }

    private static OnnxValue normalization(
            OnnxNode node, Tensor scale, Tensor shift, Tensor mean, int layer, OnnxImport model) {
        int units = scale.size();
        List<Integer> shape = List.of(units);
        Tensor gamma = model.named(scale, node, "weight");
        Tensor beta = model.named(shift, node, "bias");
        List<Tensor> tensors = List.of(
                new Tensor(gamma.name(), shape, gamma.values()),
                new Tensor(beta.name(), shape, beta.values()),
                new Tensor(node.module() + ".running_mean", shape, mean.values()),
                filled(node.module() + ".running_var", units, 1));
        return new OnnxValue.Feature(
                model.builder().add(model.layerName(gamma, node), new BatchNorm(0), List.of(layer), tensors));
    }

    private static Tensor filled(String name, int units, double value) {
        double[] values = new double[units];
        Arrays.fill(values, value);
        return new Tensor(name, List.of(units), new Storage.Float64(values));
    }

    private static Scale scale(OnnxNode node, double[] numbers, boolean constantFirst) {
        List<Double> all = Arrays.stream(numbers).boxed().toList();
        List<Double> none = List.of(0.0);
        List<Double> one = List.of(1.0);
        List<Double> minus = all.stream().map(number -> 0.0 - number).toList();
        return switch (node.operator()) {
            case "Mul" -> new Scale(all, none);
            case "Add" -> new Scale(one, all);
            case "Sub" -> constantFirst ? new Scale(List.of(-1.0), all) : new Scale(one, minus);
            case "Div" -> {
                if (constantFirst) {
                    throw node.refused("divides constants by the samples; that is not supported");
                }
                yield new Scale(all.stream().map(number -> 1 / number).toList(), none);
            }
            default ->
                throw node.refused(
                        "combines the samples with one constant for each unit; that is supported for Add, Sub,"
                                + " Mul and Div alone");
        };
    }

    /** Whether a constant has one number for each unit of a sample, in either order of its axes. */
    private static boolean fits(List<Integer> constant, Shape shape, boolean last) {
        if (constant.stream().allMatch(extent -> extent == 1)) {
            return true;
        }
        List<Integer> expected =
                new ArrayList<>(Collections.nCopies(shape.extents().size(), 1));
        expected.set(last ? expected.size() - 1 : 0, shape.units());
        List<Integer> given = new ArrayList<>(constant);
        if (given.size() == expected.size() + 1 && given.get(0) == 1) {
            given.remove(0);
        }
        while (given.size() < expected.size()) {
            given.add(0, 1);
        }
        return given.equals(expected);
    }

    static boolean reachesInput(int layer, OnnxImport model) {
        int at = layer;
        while (at >= 0 && model.builder().node(at).layer() instanceof Scale) {
            at = model.builder().node(at).inputs().get(0);
        }
        return at == ModelBuilder.INPUT;
    }
}
