package io.flatness.networks.io;

import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gemm, and MatMul with the Add behind it, as dense layers. */
final class OnnxAffine {
    private OnnxAffine() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("Gemm", OnnxAffine::gemm);
        operators.put("MatMul", OnnxAffine::matMul);
    }

    private static OnnxValue gemm(OnnxNode node, OnnxImport model) {
        if (node.integer("transA", 0) != 0) {
            throw node.refused("transposes its samples (transA); only a transposed weight is supported. Export it with"
                    + " the samples as rows");
        }
        if (!(model.value(node, 1) instanceof OnnxValue.Constant)) {
            return model.general(node);
        }
        int input = vector(node, model);
        Tensor weight = matrix(model.constant(node, 1, "a weight"), node);
        WeightOrder order = node.integer("transB", 0) != 0 ? WeightOrder.OUT_IN : WeightOrder.IN_OUT;
        int outputs = weight.shape().get(order == WeightOrder.IN_OUT ? 1 : 0);
        weight = scaled(turned(weight, order, node, model), node.number("alpha", 1));
        Optional<Tensor> bias = Optional.empty();
        double beta = node.number("beta", 1);
        if (!node.input(2).isEmpty() && beta != 0) {
            bias = Optional.of(scaled(spread(model.constant(node, 2, "a bias"), outputs, node), beta));
        }
        return dense(node, model, input, weight, order, outputs, bias);
    }

    private static OnnxValue matMul(OnnxNode node, OnnxImport model) {
        boolean byWeight = !(model.value(node, 0) instanceof OnnxValue.Constant)
                && model.value(node, 1) instanceof OnnxValue.Constant weight
                && weight.tensor().shape().size() == 2;
        if (!byWeight || model.value(node, 0) instanceof OnnxValue.ChannelsLast image && !image.flat()) {
            return model.general(node);
        }
        int input = vector(node, model);
        Tensor weight = turned(matrix(model.constant(node, 1, "a weight"), node), WeightOrder.IN_OUT, node, model);
        Arrangement how = Arrangement.plain(model.builder().shape(input).extents(), model.samples());
        return product(node, model, new Placed(input, how), weight);
    }

    /** Values times a weight along their last axis, and the bias in a sum behind it. */
    static OnnxValue product(OnnxNode node, OnnxImport model, Placed input, Tensor weight) {
        int outputs = weight.shape().get(1);
        Optional<OnnxNode> next =
                model.onlyConsumer(node).filter(consumer -> consumer.operator().equals("Add"));
        if (next.isPresent()) {
            int other = next.get().input(0).equals(node.output()) ? 1 : 0;
            Optional<Tensor> bias = model.constantIfAny(next.get(), other)
                    .filter(tensor -> isBias(tensor, outputs, input.how().rank()));
            if (bias.isPresent()) {
                OnnxValue value = along(
                        node,
                        model,
                        input,
                        weight,
                        WeightOrder.IN_OUT,
                        bias.map(tensor -> spread(tensor, outputs, next.get())));
                model.taken(next.get(), value);
                return value;
            }
        }
        return along(node, model, input, weight, WeightOrder.IN_OUT, Optional.empty());
    }

    private static boolean isBias(Tensor tensor, int outputs, int rank) {
        boolean last =
                !tensor.shape().isEmpty() && tensor.shape().get(tensor.shape().size() - 1) == outputs;
        return tensor.shape().size() <= rank && (tensor.size() == outputs && last || tensor.size() == 1);
    }

    /** A dense layer along the last axis of values of any shape. */
    static OnnxValue along(
            OnnxNode node, OnnxImport model, Placed input, Tensor weight, WeightOrder order, Optional<Tensor> bias) {
        Tensor matrix = matrix(weight, node);
        int outputs = matrix.shape().get(order == WeightOrder.IN_OUT ? 1 : 0);
        int last = input.how().rank() - 1;
        if (input.how().axis() == last) {
            throw node.refused("sums over the samples; export it with the samples as rows");
        }
        Optional<Tensor> flat = bias.map(tensor -> spread(tensor, outputs, node));
        OnnxValue value = dense(node, model, model.rows(input.layer()), matrix, order, outputs, flat);
        int layer = ((OnnxValue.Feature) value).layer();
        return model.feature(layer, input.how().with(last, outputs));
    }

    /** The layer that a dense layer reads; an image flattened with its channels last is flattened with them first. */
    private static int vector(OnnxNode node, OnnxImport model) {
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image && image.flat()) {
            return model.builder().add(node.module() + ".flatten", Reshape.flatten(), model.image(node, 0, image));
        }
        return model.layer(node, 0);
    }

    /** A weight whose inputs are in the order of an image with its channels last, with them first instead. */
    private static Tensor turned(Tensor weight, WeightOrder order, OnnxNode node, OnnxImport model) {
        if (!(model.value(node, 0) instanceof OnnxValue.ChannelsLast image)) {
            return weight;
        }
        Shape shape = model.builder().shape(model.image(node, 0, image));
        int inputs = weight.shape().get(order == WeightOrder.IN_OUT ? 0 : 1);
        int outputs = weight.shape().get(order == WeightOrder.IN_OUT ? 1 : 0);
        if (inputs != shape.size()) {
            throw node.refused("has a weight of the shape " + weight.shape() + " for an image of the shape " + shape);
        }
        double[] values = new double[weight.size()];
        for (int i = 0; i < inputs; i++) {
            int from = ChannelOrder.last(i, shape.units(), shape.positions());
            for (int o = 0; o < outputs; o++) {
                if (order == WeightOrder.IN_OUT) {
                    values[i * outputs + o] = weight.values().get(from * outputs + o);
                } else {
                    values[o * inputs + i] = weight.values().get(o * inputs + from);
                }
            }
        }
        return new Tensor(weight.name(), weight.shape(), new Storage.Float64(values));
    }

    private static OnnxValue dense(
            OnnxNode node,
            OnnxImport model,
            int input,
            Tensor weight,
            WeightOrder order,
            int outputs,
            Optional<Tensor> bias) {
        Tied tied = model.tied(weight, order);
        Tensor named = tied.named()
                ? tied.tensor()
                : model.named(
                        tied.tensor(), node, "weight", bias.map(Tensor::name).orElse(""));
        if (!tied.named() && OnnxImport.isAnonymous(tied.tensor())) {
            model.taken(named, tied.order());
        }
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(named);
        bias.ifPresent(tensor -> tensors.add(model.named(tensor, node, "bias")));
        Dense layer = new Dense(outputs, bias.isPresent(), tied.order());
        return new OnnxValue.Feature(model.builder().add(model.layerName(named, node), layer, List.of(input), tensors));
    }

    private static Tensor matrix(Tensor weight, OnnxNode node) {
        if (weight.shape().size() != 2) {
            throw node.refused("has a weight of the shape " + weight.shape() + "; a matrix is expected");
        }
        return weight;
    }

    /** A vector of one element per output: the tensor itself, or its only element everywhere. */
    private static Tensor spread(Tensor bias, int outputs, OnnxNode node) {
        if (bias.size() == outputs) {
            return new Tensor(bias.name(), List.of(outputs), bias.values());
        }
        if (bias.size() != 1) {
            throw node.refused("has a bias of the shape " + bias.shape() + " for " + outputs + " outputs");
        }
        double[] values = new double[outputs];
        Arrays.fill(values, bias.values().get(0));
        return new Tensor(bias.name(), List.of(outputs), new Storage.Float64(values));
    }

    private static Tensor scaled(Tensor tensor, double factor) {
        if (factor == 1) {
            return tensor;
        }
        double[] values = tensor.values().toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new Tensor(tensor.name(), tensor.shape(), new Storage.Float64(values));
    }
}
