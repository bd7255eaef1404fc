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
        if (!(model.value(node, 0) instanceof OnnxValue.Constant constant)) {
            return model.value(node, 0);
        }
        Tensor own = new Tensor(
                node.computed(), constant.tensor().shape(), constant.tensor().values());
        if (model.isLearned(constant.tensor())) {
            model.learned(own);
        }
        return new OnnxValue.Constant(own);
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
        if (node.integer("axis", 1) == 1 && model.value(node, 0) instanceof OnnxValue.ChannelsLast image) {
            return new OnnxValue.ChannelsLast(image.image(), true);
        }
        List<Integer> from = extents(node, model);
        int rank = from.size();
        long number = node.integer("axis", 1);
        int axis = (int) (number < 0 ? number + rank : number);
        if (axis < 0 || axis > rank) {
            throw node.refused("flattens from axis " + number + " of " + from);
        }
        int outer = from.subList(0, axis).stream().reduce(1, (x, y) -> x * y);
        int inner = from.subList(axis, rank).stream().reduce(1, (x, y) -> x * y);
        return to(node, model, List.of(outer, inner));
    }

    /** Extents of the value that a node reads first. */
    private static List<Integer> extents(OnnxNode node, OnnxImport model) {
        OnnxValue value = model.value(node, 0);
        if (value instanceof OnnxValue.Constant constant) {
            return constant.tensor().shape();
        }
        return value instanceof OnnxValue.ChannelsLast
                ? model.placed(node, 0).how().extents()
                : model.arrangement(value).extents();
    }

    private static OnnxValue reshape(OnnxNode node, OnnxImport model) {
        long[] asked = node.integers("shape") != null
                ? node.integers("shape")
                : OnnxConstants.integers(model.constant(node, 1, "a shape"));
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image) {
            int size = model.builder().shape(model.image(node, 0, image)).size();
            boolean flat = asked.length == 2 && (asked[1] == -1 || asked[1] == size);
            if (flat) {
                return new OnnxValue.ChannelsLast(image.image(), true);
            }
        }
        List<Integer> from = extents(node, model);
        boolean copyZero = node.integer("allowzero", 0) == 0;
        long size = from.stream().mapToLong(Integer::longValue).reduce(1, (x, y) -> x * y);
        long known = 1;
        int open = -1;
        List<Integer> target = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            long extent = asked[i] == 0 && copyZero && i < from.size() ? from.get(i) : asked[i];
            if (extent < -1 || extent > Integer.MAX_VALUE || extent == -1 && open >= 0) {
                throw node.refused("cannot bring " + from + " into the shape " + Arrays.toString(asked));
            }
            open = extent == -1 ? i : open;
            known *= extent == -1 ? 1 : extent;
            target.add((int) extent);
        }
        if (open >= 0) {
            target.set(open, (int) (known == 0 ? 0 : size / known));
        }
        return to(node, model, target);
    }

    /** The value that a node reads first, with other extents. */
    private static OnnxValue to(OnnxNode node, OnnxImport model, List<Integer> target) {
        if (model.value(node, 0) instanceof OnnxValue.Constant constant) {
            Tensor tensor = constant.tensor();
            try {
                return new OnnxValue.Constant(new Tensor(tensor.name(), target, tensor.values()));
            } catch (IllegalArgumentException e) {
                throw node.refused("cannot bring " + tensor.shape() + " into the shape " + target);
            }
        }
        Placed from = model.placed(node, 0);
        long before =
                from.how().extents().stream().mapToLong(Integer::longValue).reduce(1, (x, y) -> x * y);
        long after = target.stream().mapToLong(Integer::longValue).reduce(1, (x, y) -> x * y);
        if (before != after) {
            throw node.refused("cannot bring " + shown(from.how().extents(), model) + " into the shape "
                    + shown(target, model)
                    + (model.samples() == OnnxReader.OPEN
                            ? "; where the number of samples is part of it, write −1 in its place, as in x.view(-1, 48)"
                            : ""));
        }
        Arrangement how = from.how()
                .reshaped(target)
                .orElseThrow(() -> node.refused("mixes samples and features in its shape: "
                        + shown(from.how().extents(), model) + " becomes " + shown(target, model)));
        if (how.rank() == 1 && how.isPure()) {
            throw node.refused("leaves no features beside the samples");
        }
        return model.feature(model.reshaped(node, from.layer(), how.sample()), how);
    }

    /** Extents for people: samples are N. */
    private static String shown(List<Integer> extents, OnnxImport model) {
        return extents.stream()
                .map(extent ->
                        extent == OnnxReader.OPEN && model.samples() == OnnxReader.OPEN ? "N" : String.valueOf(extent))
                .toList()
                .toString();
    }

    private static OnnxValue squeeze(OnnxNode node, OnnxImport model) {
        List<Integer> from = extents(node, model);
        List<Integer> target = new ArrayList<>();
        boolean all = isWithoutAxes(node);
        long[] axes = all ? new long[0] : axes(node, model);
        for (int i = 0; i < from.size(); i++) {
            boolean dropped = all ? from.get(i) == 1 : contains(axes, i, from.size());
            if (dropped && from.get(i) != 1) {
                throw node.refused("drops axis " + i + " of " + shown(from, model) + ", which is not 1");
            }
            if (!dropped) {
                target.add(from.get(i));
            }
        }
        return to(node, model, target);
    }

    private static OnnxValue unsqueeze(OnnxNode node, OnnxImport model) {
        long[] axes = axes(node, model);
        List<Integer> target = new ArrayList<>(extents(node, model));
        int rank = target.size() + axes.length;
        for (int axis = 0; axis < rank; axis++) {
            if (contains(axes, axis, rank)) {
                target.add(axis, 1);
            }
        }
        return to(node, model, target);
    }

    private static boolean contains(long[] axes, int axis, int rank) {
        for (long each : axes) {
            if (Math.floorMod(each, (long) rank) == axis) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node names no axes, neither as an attribute nor as an input. */
    static boolean isWithoutAxes(OnnxNode node) {
        return node.integers("axes") == null && node.input(1).isEmpty();
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
            if (value instanceof OnnxValue.Feature feature && feature.how() == null) {
                Shape shape = model.builder().shape(model.layer(node, 0));
                if (shape.isImage() && shape.extents().get(2) == 1) {
                    // with a single channel both orders are one
                    List<Integer> first =
                            List.of(1, shape.extents().get(0), shape.extents().get(1));
                    return new OnnxValue.Feature(
                            model.builder().add(node.module(), new Reshape(first), model.layer(node, 0)));
                }
            }
        }
        if (Arrays.equals(order, CHANNELS_LAST)
                && !(value instanceof OnnxValue.ChannelsLast)
                && OnnxImport.how(value) == null) {
            int layer = model.layer(node, 0);
            if (model.builder().shape(layer).isImage()) {
                return new OnnxValue.ChannelsLast(new OnnxValue.Feature(layer), false);
            }
        }
        return permuted(node, model);
    }

    private static OnnxValue permuted(OnnxNode node, OnnxImport model) {
        Placed from = model.placed(node, 0);
        int rank = from.how().rank();
        long[] asked = node.integers("perm");
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = asked == null ? rank - 1 - i : (int) asked[i];
        }
        Arrangement how = from.how().permuted(order);
        List<Integer> axes = new ArrayList<>();
        for (int axis : order) {
            int own = from.how().sampleAxis(axis);
            if (own >= 0) {
                axes.add(own);
            }
        }
        return model.feature(model.permuted(node, from.layer(), axes), how);
    }

    /** Whether a node turns [samples, height, width, channels] into [samples, channels, height, width]. */
    static boolean putsChannelsFirst(NodeProto node) {
        return node.getOpType().equals("Transpose")
                && node.getAttributeList().stream()
                        .anyMatch(attribute -> attribute.getName().equals("perm")
                                && attribute.getIntsList().equals(List.of(0L, 3L, 1L, 2L)));
    }

    private static OnnxValue softmax(OnnxNode node, OnnxImport model) {
        Placed from = model.placed(node, 0);
        // before opset 13 the default is axis 1, and all axes from there on are one
        boolean coerced = model.opset() < 13;
        int axis = from.how().axis(node.integer("axis", coerced ? 1 : -1));
        boolean last = axis == from.how().rank() - 1;
        if (from.how().holdsSamples(axis) || coerced && !last) {
            throw node.refused(
                    "normalizes over axis " + axis + " of " + shown(from.how().extents(), model)
                            + "; an axis beside the samples is supported, with opset 13 or later");
        }
        OnnxValue feature = model.feature(from.layer(), from.how());
        return new OnnxValue.Probabilities(
                from.layer(),
                OnnxImport.how(feature),
                from.how().sampleAxis(axis),
                node.operator().equals("LogSoftmax"),
                node);
    }
}
