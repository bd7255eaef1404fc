package io.flatness.networks.io;

import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.Shape;
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
        boolean last = operand instanceof OnnxValue.ChannelsLast || model.isInputChannelsLast(operand);
        int layer = operand instanceof OnnxValue.ChannelsLast image ? image.layer() : model.operand(operand);
        Shape shape = model.builder().shape(layer);
        if (!fits(tensor.shape(), shape, last)) {
            throw node.refused("combines samples of the shape " + shape + " with a constant of the shape "
                    + tensor.shape() + "; one number, or one for each unit, is supported. Fold it into the data");
        }
        double[] numbers = tensor.values().toDoubles();
        if (reachesInput(layer, model)) {
            Scale scale = scale(node, numbers, constantFirst);
            int scaled = model.builder().add(node.module(), scale, layer);
            return last ? new OnnxValue.ChannelsLast(scaled, false) : new OnnxValue.Feature(scaled);
        }
        if (!last && node.operator().equals("Mul")) {
            Optional<OnnxNode> next = model.onlyConsumer(node)
                    .filter(consumer -> consumer.operator().equals("Add"));
            if (next.isPresent()) {
                int other = next.get().input(0).equals(node.output()) ? 1 : 0;
                Optional<Tensor> bias = model.constantIfAny(next.get(), other)
                        .filter(shift ->
                                shift.size() == tensor.size() && shift.size() > 1 && fits(shift.shape(), shape, false));
                if (bias.isPresent()) {
                    OnnxValue value = normalization(node, tensor, bias.get(), layer, model);
                    model.taken(next.get(), value);
                    return value;
                }
            }
        }
        throw node.refused("combines a layer with one number for each of its units (" + tensor.name()
                + "), which may be learned or not; after the input that is supported as a product and a sum alone, as in a"
                + " batch normalization. Fold it into the layer before");
    }

    /** γ x + β as a normalization by the mean 0 and the variance 1. */
    private static OnnxValue normalization(OnnxNode node, Tensor scale, Tensor shift, int layer, OnnxImport model) {
        int units = scale.size();
        List<Integer> shape = List.of(units);
        Tensor gamma = model.named(scale, node, "weight");
        Tensor beta = model.named(shift, node, "bias");
        List<Tensor> tensors = List.of(
                new Tensor(gamma.name(), shape, gamma.values()),
                new Tensor(beta.name(), shape, beta.values()),
                filled(node.module() + ".running_mean", units, 0),
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

    private static boolean reachesInput(int layer, OnnxImport model) {
        int at = layer;
        while (at >= 0 && model.builder().node(at).layer() instanceof Scale) {
            at = model.builder().node(at).inputs().get(0);
        }
        return at == ModelBuilder.INPUT;
    }

    /** Refuses a formula whose numbers have names of the model's own, away from the input: they may be parameters. */
    static void requireFixed(OnnxValue.Formula formula, OnnxImport model) {
        if (!reachesInput(formula.layer(), model)) {
            requireFixed(formula, formula.node());
        }
    }

    private static void requireFixed(OnnxValue.Formula formula, OnnxNode node) {
        for (OnnxValue operand : formula.operands()) {
            if (operand instanceof OnnxValue.Constant constant && !OnnxImport.isAnonymous(constant.tensor())) {
                throw node.refused(
                        "scales or shifts a layer by " + constant.tensor().name()
                                + ", one number for all its units that may be learned; such parameters are not supported. Fold it"
                                + " into the layer before");
            }
            if (operand instanceof OnnxValue.Formula inner) {
                requireFixed(inner, inner.node());
            }
        }
    }
}
