package io.flatness.networks.io;

import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operators that join layers: residual sums, maxima, concatenation; and PRelu, which joins a layer and its slopes. */
final class OnnxMerge {
    private OnnxMerge() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("PRelu", OnnxMerge::prelu);
        operators.put("Sum", OnnxMerge::sum);
        operators.put("ReduceMax", OnnxMerge::maxout);
    }

    /** Whether two layers of one shape are joined by a layer that knows symmetries, and not by a general one. */
    static boolean merges(OnnxNode node) {
        return Set.of("Add", "Sub", "Max").contains(node.operator());
    }

    /** Two layers, element by element. */
    static int merge(OnnxNode node, int left, int right, OnnxImport model) {
        if (node.operator().equals("Sub")) {
            int minus = model.builder().add(node.module() + ".minus", Scale.of(-1, 0), right);
            return model.builder().add(node.module(), new Add(), left, minus);
        }
        LayerSpec layer = switch (node.operator()) {
            case "Add" -> new Add();
            case "Max" -> new Maximum();
            default -> OnnxBroadcast.layer(node);
        };
        return model.builder().add(node.module(), layer, left, right);
    }

    private static OnnxValue sum(OnnxNode node, OnnxImport model) {
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            if (model.value(node, i) instanceof OnnxValue.Constant) {
                return OnnxBroadcast.several(node, model);
            }
            layers.add(model.layer(node, i));
        }
        Shape first = model.builder().shape(layers.get(0));
        boolean alike =
                layers.stream().allMatch(layer -> model.builder().shape(layer).equals(first));
        return alike
                ? new OnnxValue.Feature(model.builder().add(node.module(), new Add(), layers, List.of()))
                : OnnxBroadcast.several(node, model);
    }

    /** The largest over an axis that splits the units into groups: maxout. */
    private static OnnxValue maxout(OnnxNode node, OnnxImport model) {
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image
                && !image.flat()
                && OnnxImages.isWholeImage(OnnxShapes.axes(node, model), 1)) {
            return OnnxImages.globalMax(node, model, model.image(node, 0, image), true);
        }
        if (model.value(node, 0) instanceof OnnxValue.Constant || OnnxShapes.isWithoutAxes(node)) {
            return model.general(node);
        }
        int input = model.layer(node, 0);
        List<Integer> extents = model.builder().shape(input).extents();
        long[] axes = OnnxShapes.axes(node, model);
        if (extents.size() == 3 && OnnxImages.isWholeImage(axes, 2)) {
            return OnnxImages.globalMax(node, model, input, false);
        }
        long axis = axes.length == 1 ? Math.floorMod(axes[0], extents.size() + 1L) : 0;
        boolean split = extents.size() == 2 || extents.size() == 4;
        if (input < 0 || !split || (axis != 1 && axis != 2) || node.integer("keepdims", 1) != 0) {
            return model.general(node);
        }
        List<Integer> joined = new ArrayList<>(extents.subList(1, extents.size()));
        joined.set(0, extents.get(0) * extents.get(1));
        int before = model.builder().node(input).inputs().get(0);
        boolean undone = model.builder().node(input).layer() instanceof Reshape
                && model.builder().shape(before).extents().equals(joined);
        if (undone && input == model.builder().size() - 1 && model.isReadOnce(node.input(0))) {
            model.builder().removeLast();
        }
        int units = undone ? before : model.builder().add(node.module(), new Reshape(joined), input);
        Maxout layer = axis == 2 ? new Maxout(extents.get(1), false) : new Maxout(extents.get(0), true);
        return new OnnxValue.Feature(model.builder().add(node.module(), layer, units));
    }

    /** Concatenation: of images and vectors along the units, of others along any axis. */
    static OnnxValue concat(OnnxNode node, OnnxImport model) {
        int count = node.proto().getInputCount();
        boolean images = true;
        boolean plain = true;
        for (int i = 0; i < count; i++) {
            OnnxValue value = model.value(node, i);
            images &= value instanceof OnnxValue.ChannelsLast image && !image.flat();
            plain &= !(value instanceof OnnxValue.Constant) && OnnxImport.how(value) == null;
        }
        for (int i = 0; i < count && !images; i++) {
            plain &= !(model.value(node, i) instanceof OnnxValue.ChannelsLast);
            plain = plain && hasUnitsFirst(model.value(node, i), model);
        }
        int rank = images ? 4 : plain ? model.arrangement(model.value(node, 0)).rank() : 0;
        int units = images ? 3 : 1;
        if (!plain || Math.floorMod(node.integer("axis", 1), (long) rank) != units || rank != 2 && rank != 4) {
            return model.general(node);
        }
        List<Integer> layers = new ArrayList<>();
        model.seeing(images, () -> {
            for (int i = 0; i < count; i++) {
                layers.add(model.layer(node, i));
            }
            return layers;
        });
        OnnxValue joined = new OnnxValue.Feature(model.builder().add(node.module(), new Concat(), layers, List.of()));
        return images ? new OnnxValue.ChannelsLast(joined, false) : joined;
    }

    private static boolean hasUnitsFirst(OnnxValue value, OnnxImport model) {
        Shape shape = model.builder().shape(model.operandLayer(value));
        return shape.isVector() || !shape.unitsLast();
    }

    private static OnnxValue prelu(OnnxNode node, OnnxImport model) {
        boolean last = model.value(node, 0) instanceof OnnxValue.ChannelsLast;
        if (!last
                && !model.builder().shape(model.layer(node, 0)).isVector()
                && !model.builder().shape(model.layer(node, 0)).isImage()) {
            throw node.refused("has slopes on values that are no vectors and no images");
        }
        int input = model.seeing(last, () -> model.layer(node, 0));
        Tensor slope = model.named(model.constant(node, 1, "a slope"), node, "weight");
        Tensor flat = new Tensor(slope.name(), List.of(slope.size()), slope.values());
        OnnxValue value = new OnnxValue.Feature(model.builder()
                .add(model.layerName(flat, node), new PRelu(flat.size()), List.of(input), List.of(flat)));
        return last ? new OnnxValue.ChannelsLast(value, false) : value;
    }
}
