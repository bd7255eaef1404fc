package io.flatness.networks.io;

import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators that join layers: residual sums, maxima, concatenation; and PRelu, which joins a layer and its slopes. */
final class OnnxMerge {
    private OnnxMerge() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("PRelu", OnnxMerge::prelu);
        operators.put("Sum", OnnxMerge::sum);
        operators.put("ReduceMax", OnnxMerge::maxout);
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
            default ->
                throw node.refused(
                        "joins two layers element by element; for layers that is supported for Add, Sub and Max alone."
                                + " Replace it before the export");
        };
        return model.builder().add(node.module(), layer, left, right);
    }

    private static OnnxValue sum(OnnxNode node, OnnxImport model) {
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            layers.add(model.layer(node, i));
        }
        return new OnnxValue.Feature(model.builder().add(node.module(), new Add(), layers, List.of()));
    }

    /** The largest over an axis that splits the units into groups: maxout. */
    private static OnnxValue maxout(OnnxNode node, OnnxImport model) {
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image
                && !image.flat()
                && OnnxImages.isWholeImage(OnnxShapes.axes(node, model), 1)) {
            return OnnxImages.globalMax(node, model, model.image(node, 0, image), true);
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
            throw node.refused(
                    "takes a maximum that is no maxout; only the maximum over groups of units, after a reshape"
                            + " to [groups, pieces], and over height and width of an image are supported. Replace it before the export");
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

    /** Concatenation of layers along the units. */
    static OnnxValue concat(OnnxNode node, OnnxImport model) {
        int count = node.proto().getInputCount();
        boolean last = true;
        for (int i = 0; i < count; i++) {
            last &= model.value(node, i) instanceof OnnxValue.ChannelsLast image && !image.flat();
        }
        boolean images = last;
        List<Integer> layers = new ArrayList<>();
        model.seeing(images, () -> {
            for (int i = 0; i < count; i++) {
                layers.add(model.layer(node, i));
            }
            return layers;
        });
        int rank = model.builder().shape(layers.get(0)).extents().size() + 1;
        int units = images ? rank - 1 : 1;
        if (Math.floorMod(node.integer("axis", 1), (long) rank) != units) {
            throw node.refused("joins along axis " + node.integer("axis", 1) + "; only axis " + units
                    + ", features or channels, is supported. Put them on that axis before the export");
        }
        OnnxValue joined = new OnnxValue.Feature(model.builder().add(node.module(), new Concat(), layers, List.of()));
        return images ? new OnnxValue.ChannelsLast(joined, false) : joined;
    }

    private static OnnxValue prelu(OnnxNode node, OnnxImport model) {
        boolean last = model.value(node, 0) instanceof OnnxValue.ChannelsLast;
        int input = model.seeing(last, () -> model.layer(node, 0));
        Tensor slope = model.named(model.constant(node, 1, "a slope"), node, "weight");
        Tensor flat = new Tensor(slope.name(), List.of(slope.size()), slope.values());
        OnnxValue value = new OnnxValue.Feature(model.builder()
                .add(model.layerName(flat, node), new PRelu(flat.size()), List.of(input), List.of(flat)));
        return last ? new OnnxValue.ChannelsLast(value, false) : value;
    }
}
