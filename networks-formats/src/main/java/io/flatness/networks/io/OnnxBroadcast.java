package io.flatness.networks.io;

import io.flatness.networks.layer.Binary;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators on the elements of several values, broadcast as NumPy does. */
final class OnnxBroadcast {
    private static final Map<String, Binary.Operation> OPERATIONS = Map.of(
            "Add", Binary.Operation.ADD,
            "Sum", Binary.Operation.ADD,
            "Sub", Binary.Operation.SUBTRACT,
            "Mul", Binary.Operation.MULTIPLY,
            "And", Binary.Operation.MULTIPLY,
            "Or", Binary.Operation.MAXIMUM,
            "Div", Binary.Operation.DIVIDE,
            "Max", Binary.Operation.MAXIMUM,
            "Min", Binary.Operation.MINIMUM);

    private OnnxBroadcast() {}

    /** The layer of an operator on two values. */
    static LayerSpec layer(OnnxNode node) {
        Binary.Operation operation = OPERATIONS.get(node.operator());
        if (operation == null) {
            throw node.refused("joins two values that depend on the samples; that is supported for Add, Sub, Mul, Div,"
                    + " Max and Min alone. Replace it before the export");
        }
        return new Binary(operation);
    }

    /** Whether an operator joins two values; others take numbers of the file alone. */
    static boolean isKnown(OnnxNode node) {
        return OPERATIONS.containsKey(node.operator());
    }

    static OnnxValue read(OnnxNode node, OnnxImport model) {
        return of(node, List.of(0, 1), layer(node), model);
    }

    /** Sum, Max or Min of any number of values, or Mean. */
    static OnnxValue several(OnnxNode node, OnnxImport model) {
        int count = node.proto().getInputCount();
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        return of(node, all, layer(node), model);
    }

    static OnnxValue where(OnnxNode node, OnnxImport model) {
        List<OnnxValue> values =
                IntStream.range(0, 3).mapToObj(i -> model.value(node, i)).toList();
        if (values.stream().allMatch(value -> value instanceof OnnxValue.Constant)) {
            Tensor condition = model.constant(node, 0, "a condition");
            Tensor chosen = model.constant(node, 1, "a choice");
            Tensor other = model.constant(node, 2, "a choice");
            List<Integer> shape = OnnxFold.shape(node, condition.shape(), chosen.shape());
            shape = OnnxFold.shape(node, shape, other.shape());
            double[] values3 = new double[OnnxConstants.size(node, shape)];
            Tensor c = OnnxFold.expanded(node, condition, shape);
            Tensor a = OnnxFold.expanded(node, chosen, shape);
            Tensor b = OnnxFold.expanded(node, other, shape);
            for (int i = 0; i < values3.length; i++) {
                values3[i] =
                        c.values().get(i) != 0 ? a.values().get(i) : b.values().get(i);
            }
            return new OnnxValue.Constant(new Tensor(node.computed(), shape, new Storage.Float64(values3)));
        }
        return of(node, List.of(0, 1, 2), new Where(), model);
    }

    private static OnnxValue of(OnnxNode node, List<Integer> inputs, LayerSpec layer, OnnxImport model) {
        List<Integer> shape = List.of();
        Arrangement samples = null;
        List<Arrangement> all = new ArrayList<>();
        for (int input : inputs) {
            OnnxValue value = model.value(node, input);
            Arrangement how = value instanceof OnnxValue.Constant constant
                    ? Arrangement.fixed(constant.tensor().shape(), model.samples())
                    : value instanceof OnnxValue.ChannelsLast
                            ? model.placed(node, input).how()
                            : model.arrangement(value);
            all.add(how);
            shape = OnnxFold.shape(node, shape, how.extents());
        }
        for (Arrangement how : all) {
            if (how.axis() >= 0) {
                Arrangement here =
                        new Arrangement(shape, how.axis() + shape.size() - how.rank(), how.outer(), model.samples());
                if (samples != null && !(samples.axis() == here.axis() && samples.outer() == here.outer())) {
                    throw node.refused("joins values that keep the samples on different axes");
                }
                samples = here;
            }
        }
        Arrangement result = samples == null ? Arrangement.fixed(shape, model.samples()) : samples;
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            layers.add(operand(node, inputs.get(i), all.get(i), result, model));
        }
        int joined = layers.get(0);
        if (layer instanceof Where) {
            joined = model.builder().add(node.module(), layer, layers, List.of());
        } else {
            for (int i = 1; i < layers.size(); i++) {
                joined = model.builder().add(node.module(), layer, joined, layers.get(i));
            }
        }
        return model.feature(joined, result);
    }

    /** One operand as a layer whose shape is broadcast against the sample of the result. */
    private static int operand(OnnxNode node, int input, Arrangement how, Arrangement result, OnnxImport model) {
        if (model.value(node, input) instanceof OnnxValue.Constant constant) {
            return model.source(OnnxFold.perSample(node, constant.tensor(), result), node)
                    .layer();
        }
        int layer = model.placed(node, input).layer();
        int axis = result.axis() - result.rank() + how.rank();
        if (how.axis() >= 0 || result.axis() < 0 || axis < 0) {
            return layer;
        }
        if (how.extents().get(axis) != 1) {
            throw node.refused("joins samples with a value that has an axis of "
                    + how.extents().get(axis) + " for them");
        }
        if (!result.isPure()) {
            return layer;
        }
        List<Integer> extents = how.without(axis).sample();
        return model.reshaped(node, layer, extents);
    }
}
