package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators that pass elements on, in the same or another shape, and the arithmetic of shapes that goes with them. */
final class OnnxShapes {
    private static final long[] CHANNELS_FIRST = {0, 3, 1, 2};
    private static final long[] CHANNELS_LAST = {0, 2, 3, 1};

    private OnnxShapes() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("Identity", OnnxShapes::pass);
        operators.put("Dropout", OnnxShapes::dropout);
        operators.put("Cast", OnnxShapes::cast);
        operators.put("Flatten", OnnxShapes::flatten);
        operators.put("Reshape", OnnxShapes::reshape);
        operators.put("Squeeze", OnnxShapes::squeeze);
        operators.put("Unsqueeze", OnnxShapes::unsqueeze);
        operators.put("Transpose", OnnxShapes::transpose);
        operators.put("Softmax", OnnxShapes::softmax);
        operators.put("LogSoftmax", OnnxShapes::softmax);
    }

    /** The same; a constant becomes a tensor of its own, as exporters store equal ones once and copy them so. */
    private static OnnxValue pass(OnnxNode node, OnnxImport model) {
        return model.value(node, 0) instanceof OnnxValue.Constant constant
                ? new OnnxValue.Constant(new Tensor(
                        node.computed(),
                        constant.tensor().shape(),
                        constant.tensor().values()))
                : model.value(node, 0);
    }

    /** Numbers known before any sample lose their fraction when they become integers. */
    private static OnnxValue cast(OnnxNode node, OnnxImport model) {
        if (OnnxReader.passes(node.proto()) || !(model.value(node, 0) instanceof OnnxValue.Constant constant)) {
            return model.value(node, 0);
        }
        double[] whole = Arrays.stream(OnnxConstants.integers(constant.tensor()))
                .asDoubleStream()
                .toArray();
        return new OnnxValue.Constant(
                new Tensor(node.computed(), constant.tensor().shape(), new Storage.Float64(whole)));
    }

    private static OnnxValue dropout(OnnxNode node, OnnxImport model) {
        if (!node.input(2).isEmpty()
                && model.constant(node, 2, "a mode").values().get(0) != 0) {
            throw node.refused("drops elements at random (training_mode); call model.eval() before the export");
        }
        return model.value(node, 0);
    }

    private static OnnxValue flatten(OnnxNode node, OnnxImport model) {
        long axis = node.integer("axis", 1);
        if (axis == 1 && model.value(node, 0) instanceof OnnxValue.ChannelsLast image) {
            return new OnnxValue.ChannelsLast(image.image(), true);
        }
        int input = model.layer(node, 0);
        int rank = model.builder().shape(input).extents().size() + 1;
        if (axis != 1 && axis != 1 - rank) {
            throw node.refused("flattens from axis " + axis
                    + "; only axis 1, which keeps the samples apart, is supported. Write torch.flatten(x, 1)");
        }
        return reshaped(node, model, input, List.of(-1));
    }

    private static OnnxValue reshape(OnnxNode node, OnnxImport model) {
        OnnxValue target = model.value(node, 1);
        if (model.value(node, 0) instanceof OnnxValue.Constant constant && target instanceof OnnxValue.Constant to) {
            return new OnnxValue.Constant(reshaped(constant.tensor(), OnnxConstants.integers(to.tensor()), node));
        }
        long[] extents = target instanceof OnnxValue.Extents computed
                ? computed.values()
                : OnnxConstants.integers(model.constant(node, 1, "a shape"));
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image) {
            int size = model.builder().shape(model.image(node, 0, image)).size();
            if (extents.length != 2 || (extents[1] != -1 && extents[1] != size)) {
                throw node.refused(
                        "reshapes an image whose channels were put last; only flattening it is supported. Export the network with channels first");
            }
            return new OnnxValue.ChannelsLast(image.image(), true);
        }
        int input = model.layer(node, 0);
        Shape from = model.builder().shape(input);
        boolean copyZero = node.integer("allowzero", 0) == 0;
        List<Integer> to = new ArrayList<>();
        for (int i = 1; i < extents.length; i++) {
            long extent = extents[i] == 0 && copyZero && i <= from.extents().size()
                    ? from.extents().get(i - 1)
                    : extents[i];
            if (extent < -1 || extent > Integer.MAX_VALUE) {
                throw node.refused("mixes samples and features in its shape");
            }
            to.add((int) extent);
        }
        if (to.isEmpty()) {
            throw node.refused("leaves no features beside the samples");
        }
        return reshaped(node, model, input, to);
    }

    private static OnnxValue reshaped(OnnxNode node, OnnxImport model, int input, List<Integer> target) {
        Shape from = model.builder().shape(input);
        Shape to = new Reshape(target).outputShape(List.of(from));
        if (to.equals(from)) {
            return new OnnxValue.Feature(input);
        }
        Reshape layer = to.isVector() ? Reshape.flatten() : new Reshape(target);
        return new OnnxValue.Feature(model.builder().add(node.module(), layer, input));
    }

    private static Tensor reshaped(Tensor tensor, long[] target, OnnxNode node) {
        List<Integer> shape = new ArrayList<>();
        long known = 1;
        for (long extent : target) {
            known *= extent == -1 ? 1 : extent;
        }
        for (long extent : target) {
            shape.add((int) (extent == -1 && known > 0 ? tensor.size() / known : extent));
        }
        try {
            return new Tensor(tensor.name(), shape, tensor.values());
        } catch (IllegalArgumentException e) {
            throw node.refused("cannot bring " + tensor.shape() + " into the shape " + shape);
        }
    }

    private static OnnxValue squeeze(OnnxNode node, OnnxImport model) {
        if (model.value(node, 0) instanceof OnnxValue.Extents extents) {
            return extents;
        }
        long[] axes = axes(node, model);
        if (model.value(node, 0) instanceof OnnxValue.Constant constant) {
            List<Integer> shape = new ArrayList<>(constant.tensor().shape());
            shape.removeIf(extent -> extent == 1);
            Tensor tensor = constant.tensor();
            return new OnnxValue.Constant(new Tensor(tensor.name(), shape, tensor.values()));
        }
        int input = model.layer(node, 0);
        List<Integer> from = model.builder().shape(input).extents();
        requireSamplesFirst(node, axes, from.size() + 1);
        List<Integer> to = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            if (!contains(axes, i + 1, from.size() + 1)) {
                to.add(from.get(i));
            }
        }
        return reshaped(node, model, input, to.isEmpty() ? List.of(1) : to);
    }

    private static OnnxValue unsqueeze(OnnxNode node, OnnxImport model) {
        OnnxValue value = model.value(node, 0);
        if (value instanceof OnnxValue.Extents) {
            return value;
        }
        long[] axes = axes(node, model);
        if (value instanceof OnnxValue.Constant constant) {
            List<Integer> shape = new ArrayList<>(constant.tensor().shape());
            for (long axis : axes) {
                shape.add((int) Math.floorMod(axis, shape.size() + 1L), 1);
            }
            Tensor tensor = constant.tensor();
            return new OnnxValue.Constant(new Tensor(tensor.name(), shape, tensor.values()));
        }
        int input = model.layer(node, 0);
        List<Integer> to = new ArrayList<>(model.builder().shape(input).extents());
        int rank = to.size() + 1 + axes.length;
        requireSamplesFirst(node, axes, rank);
        for (int axis = 1; axis < rank; axis++) {
            if (contains(axes, axis, rank)) {
                to.add(axis - 1, 1);
            }
        }
        return reshaped(node, model, input, to);
    }

    private static void requireSamplesFirst(OnnxNode node, long[] axes, int rank) {
        if (contains(axes, 0, rank)) {
            throw node.refused("moves the samples from the first axis; they must stay there");
        }
    }

    private static boolean contains(long[] axes, int axis, int rank) {
        for (long each : axes) {
            if (Math.floorMod(each, (long) rank) == axis) {
                return true;
            }
        }
        return false;
    }

    /** Axes as an attribute (opset 9 to 12) or an input. */
    static long[] axes(OnnxNode node, OnnxImport model) {
        long[] attribute = node.integers("axes");
        if (attribute != null) {
            return attribute;
        }
        if (node.input(1).isEmpty()) {
            throw node.refused("names no axes");
        }
        return OnnxConstants.integers(model.constant(node, 1, "axes"));
    }

    private static OnnxValue transpose(OnnxNode node, OnnxImport model) {
        long[] order = node.integers("perm");
        OnnxValue value = model.value(node, 0);
        if (value instanceof OnnxValue.Constant constant) {
            return OnnxConstants.transposed(node, constant.tensor());
        }
        if (Arrays.equals(order, CHANNELS_FIRST)) {
            if (value instanceof OnnxValue.ChannelsLast image && !image.flat()) {
                return new OnnxValue.Feature(model.image(node, 0, image));
            }
            if (value instanceof OnnxValue.Feature) {
                Shape shape = model.builder().shape(model.layer(node, 0));
                if (shape.isImage() && shape.extents().get(2) == 1) {
                    // with a single channel both orders are one
                    List<Integer> first =
                            List.of(1, shape.extents().get(0), shape.extents().get(1));
                    return reshaped(node, model, model.layer(node, 0), first);
                }
            }
        }
        if (Arrays.equals(order, CHANNELS_LAST) && !(value instanceof OnnxValue.ChannelsLast)) {
            int layer = model.layer(node, 0);
            if (model.builder().shape(layer).isImage()) {
                return new OnnxValue.ChannelsLast(new OnnxValue.Feature(layer), false);
            }
        }
        throw node.refused("permutes the axes of the samples; export the network with channels first");
    }

    /** Whether a node turns [samples, height, width, channels] into [samples, channels, height, width]. */
    static boolean putsChannelsFirst(NodeProto node) {
        return node.getOpType().equals("Transpose")
                && node.getAttributeList().stream()
                        .anyMatch(attribute -> attribute.getName().equals("perm")
                                && attribute.getIntsList().equals(List.of(0L, 3L, 1L, 2L)));
    }

    private static OnnxValue softmax(OnnxNode node, OnnxImport model) {
        int input = model.layer(node, 0);
        long axis = node.integer("axis", -1);
        if (!model.builder().shape(input).isVector() || (axis != -1 && axis != 1)) {
            throw node.refused("does not normalize over the outputs of a sample; only a softmax over classes at the end"
                    + " of a network is supported");
        }
        return new OnnxValue.Probabilities(input, node);
    }
}
