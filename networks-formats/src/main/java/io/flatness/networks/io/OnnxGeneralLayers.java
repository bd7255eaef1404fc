package io.flatness.networks.io;

import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Binary;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.Expand;
import io.flatness.networks.layer.Gather;
import io.flatness.networks.layer.GroupNorm;
import io.flatness.networks.layer.Join;
import io.flatness.networks.layer.LayerNorm;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MatMul;
import io.flatness.networks.layer.PadAxes;
import io.flatness.networks.layer.Parameter;
import io.flatness.networks.layer.Permute;
import io.flatness.networks.layer.Reduce;
import io.flatness.networks.layer.RmsNorm;
import io.flatness.networks.layer.Rotary;
import io.flatness.networks.layer.Slice;
import io.flatness.networks.layer.Softmax;
import io.flatness.networks.layer.Tile;
import io.flatness.networks.layer.Where;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes the layers on values of any axes. Samples are axis 0 of every value; what is the same for all has 1 of them. */
final class OnnxGeneralLayers {
    private OnnxGeneralLayers() {}

    static void addTo(Map<Class<? extends LayerSpec>, OnnxLayers.Form<?>> forms) {
        OnnxLayers.add(forms, Parameter.class, (layer, to) -> to.operator("Unsqueeze", to.tensor(0), to.integers(0)));
        OnnxLayers.add(forms, Constant.class, (layer, to) -> to.operator("Unsqueeze", to.tensor(0), to.integers(0)));
        OnnxLayers.add(forms, Binary.class, OnnxGeneralLayers::binary);
        OnnxLayers.add(forms, Where.class, OnnxGeneralLayers::where);
        OnnxLayers.add(forms, Reduce.class, OnnxGeneralLayers::reduce);
        OnnxLayers.add(
                forms,
                Softmax.class,
                (layer, to) -> to.operator(
                        layer.log() ? "LogSoftmax" : "Softmax",
                        List.of(to.input(0)),
                        OnnxLayers.integer("axis", to.axis(layer.axis()))));
        OnnxLayers.add(forms, MatMul.class, OnnxGeneralLayers::matMul);
        OnnxLayers.add(forms, Permute.class, (layer, to) -> to.transposed(to.input(0), layer.axes()));
        OnnxLayers.add(forms, Slice.class, OnnxGeneralLayers::slice);
        OnnxLayers.add(forms, Gather.class, OnnxGeneralLayers::gather);
        OnnxLayers.add(forms, Join.class, OnnxGeneralLayers::join);
        OnnxLayers.add(forms, Expand.class, OnnxGeneralLayers::expand);
        OnnxLayers.add(
                forms, Tile.class, (layer, to) -> to.operator("Tile", to.input(0), to.withSamples(layer.repeats())));
        OnnxLayers.add(forms, PadAxes.class, OnnxGeneralLayers::pad);
        OnnxLayers.add(
                forms,
                Embedding.class,
                (layer, to) -> to.operator(
                        "Gather",
                        List.of(to.tensor(0), to.operator("Cast", List.of(to.input(0)), OnnxLayers.integer("to", 7))),
                        OnnxLayers.integer("axis", 0)));
        OnnxLayers.add(forms, LayerNorm.class, OnnxGeneralLayers::layerNorm);
        OnnxLayers.add(forms, RmsNorm.class, OnnxGeneralLayers::rmsNorm);
        OnnxLayers.add(forms, GroupNorm.class, OnnxGeneralLayers::groupNorm);
        OnnxLayers.add(forms, Attention.class, OnnxGeneralLayers::attention);
        OnnxLayers.add(forms, Rotary.class, OnnxGeneralLayers::rotary);
    }

    private static String binary(Binary layer, OnnxLayers to) {
        String type = switch (layer.operation()) {
            case ADD -> "Add";
            case SUBTRACT -> "Sub";
            case MULTIPLY -> "Mul";
            case DIVIDE -> "Div";
            case MAXIMUM -> "Max";
            case MINIMUM -> "Min";
        };
        return to.operator(type, to.aligned(0), to.aligned(1));
    }

    private static String where(Where layer, OnnxLayers to) {
        String condition = to.operator("Cast", List.of(to.aligned(0)), OnnxLayers.integer("to", 9));
        return to.operator("Where", condition, to.aligned(1), to.aligned(2));
    }

    private static String reduce(Reduce layer, OnnxLayers to) {
        String type = switch (layer.operation()) {
            case SUM -> "ReduceSum";
            case MEAN -> "ReduceMean";
            case MAXIMUM -> "ReduceMax";
            case MINIMUM -> "ReduceMin";
        };
        int[] axes = layer.axes().stream().mapToInt(to::axis).toArray();
        boolean all = !layer.keep() && axes.length == to.shape(0).rank();
        String reduced = to.reduced(type, to.input(0), axes, layer.keep());
        return all ? to.operator("Reshape", reduced, to.integers(-1, 1)) : reduced;
    }

    private static String matMul(MatMul layer, OnnxLayers to) {
        int rank = Math.max(to.shape(0).rank(), to.shape(1).rank());
        String left = to.raised(0, rank);
        String right = to.raised(1, rank);
        return to.operator(
                "MatMul",
                layer.transposeLeft() ? to.turned(left, rank) : left,
                layer.transposeRight() ? to.turned(right, rank) : right);
    }

    private static String slice(Slice layer, OnnxLayers to) {
        int axis = to.axis(layer.axis());
        return to.operator(
                "Slice",
                to.input(0),
                to.integers(layer.start()),
                to.integers(layer.end()),
                to.integers(axis),
                to.integers(layer.step()));
    }

    private static String gather(Gather layer, OnnxLayers to) {
        long[] indices = layer.indices().stream().mapToLong(Integer::longValue).toArray();
        long[] shape = layer.shape().stream().mapToLong(Integer::longValue).toArray();
        String picked = to.operator(
                "Gather",
                List.of(to.input(0), to.indices(indices, shape)),
                OnnxLayers.integer("axis", to.axis(layer.axis())));
        return layer.shape().isEmpty() && to.shape(0).rank() == 1
                ? to.operator("Reshape", picked, to.integers(-1, 1))
                : picked;
    }

    private static String join(Join layer, OnnxLayers to) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < to.inputs().size(); i++) {
            parts.add(to.repeated(i));
        }
        return to.operator("Concat", parts, OnnxLayers.integer("axis", to.axis(layer.axis())));
    }

    private static String expand(Expand layer, OnnxLayers to) {
        return to.operator("Expand", to.raised(0, layer.extents().size()), to.withSamples(layer.extents()));
    }

    private static String pad(PadAxes layer, OnnxLayers to) {
        long[] pads = new long[2 * (layer.before().size() + 1)];
        for (int i = 0; i < layer.before().size(); i++) {
            pads[i + 1] = layer.before().get(i);
            pads[pads.length / 2 + i + 1] = layer.after().get(i);
        }
        return to.operator("Pad", to.input(0), to.integers(pads), to.scalar(layer.value()));
    }

    private static String layerNorm(LayerNorm layer, OnnxLayers to) {
        List<Integer> extents = to.shape(0).extents();
        List<Integer> shape = extents.subList(extents.size() - layer.axes(), extents.size());
        List<String> inputs = new ArrayList<>(List.of(to.input(0)));
        inputs.add(layer.scale() ? to.tensor(0) : to.filled(shape, 1));
        if (layer.shift()) {
            inputs.add(to.tensor(layer.scale() ? 1 : 0));
        }
        return to.operator(
                "LayerNormalization",
                inputs,
                OnnxLayers.integer("axis", -layer.axes()),
                to.number("epsilon", layer.epsilon()));
    }

    private static String rmsNorm(RmsNorm layer, OnnxLayers to) {
        int rank = to.shape(0).rank();
        int[] axes = IntStream.range(rank - layer.axes() + 1, rank + 1).toArray();
        String square = to.operator("Mul", to.input(0), to.input(0));
        String mean = to.reduced("ReduceMean", square, axes, true);
        String root = to.operator("Sqrt", to.operator("Add", mean, to.scalar(layer.epsilon())));
        String normal = to.operator("Div", to.input(0), root);
        return layer.scale() ? to.operator("Mul", normal, to.tensor(0)) : normal;
    }

    private static String groupNorm(GroupNorm layer, OnnxLayers to) {
        Shape shape = to.shape(0);
        int channels = shape.extent(0);
        int groups = layer.groups() == 0 ? channels : layer.groups();
        String grouped = to.operator("Reshape", to.input(0), to.integers(0, groups, -1));
        String normal = to.operator(
                "InstanceNormalization",
                List.of(grouped, to.filled(List.of(groups), 1), to.filled(List.of(groups), 0)),
                to.number("epsilon", layer.epsilon()));
        String back = to.operator("Reshape", normal, to.shaped(shape.extents()));
        long[] perChannel = new long[shape.rank()];
        Arrays.fill(perChannel, 1);
        perChannel[0] = channels;
        int next = 0;
        if (layer.scale()) {
            back = to.operator("Mul", back, to.operator("Reshape", to.tensor(next++), to.integers(perChannel)));
        }
        return layer.shift()
                ? to.operator("Add", back, to.operator("Reshape", to.tensor(next), to.integers(perChannel)))
                : back;
    }

    /** softmax(s Q Kᵀ + mask) V, head by head. */
    private static String attention(Attention layer, OnnxLayers to) {
        int heads = layer.heads();
        int groups = layer.groups();
        int queries = to.shape(0).extent(0);
        int keys = to.shape(1).extent(0);
        int width = to.shape(0).extent(1) / heads;
        String q = heads(to, 0, heads, 1);
        String k = heads(to, 1, groups, heads / groups);
        String v = heads(to, 2, groups, heads / groups);
        double scale = layer.scale() == 0 ? 1 / Math.sqrt(width) : layer.scale();
        String turned = to.operator("Transpose", List.of(k), OnnxLayers.integers("perm", 0, 1, 3, 2));
        String scores = to.operator("Mul", to.operator("MatMul", q, turned), to.scalar(scale));
        if (layer.causal()) {
            double[] mask = new double[queries * keys];
            Arrays.setAll(mask, i -> i % keys > i / keys ? -1e30 : 0);
            scores = to.operator("Add", scores, to.numbers(List.of(queries, keys), mask));
        }
        if (to.inputs().size() > 3) {
            scores = to.operator("Add", scores, to.raised(3, 3));
        }
        String mixed =
                to.operator("MatMul", to.operator("Softmax", List.of(scores), OnnxLayers.integer("axis", -1)), v);
        String back = to.operator("Transpose", List.of(mixed), OnnxLayers.integers("perm", 0, 2, 1, 3));
        return to.operator("Reshape", back, to.integers(0, 0, -1));
    }

    /** [samples, positions, heads · d] as [samples, heads, positions, d], each head {@code times} times. */
    private static String heads(OnnxLayers to, int input, int heads, int times) {
        int positions = to.shape(input).extent(0);
        String split = to.operator("Reshape", to.input(input), to.integers(0, positions, heads, -1));
        String turned = to.operator("Transpose", List.of(split), OnnxLayers.integers("perm", 0, 2, 1, 3));
        if (times == 1) {
            return turned;
        }
        long[] indices = new long[heads * times];
        Arrays.setAll(indices, i -> i / times);
        return to.operator("Gather", List.of(turned, to.integers(indices)), OnnxLayers.integer("axis", 1));
    }

    private static String rotary(Rotary layer, OnnxLayers to) {
        int positions = to.shape(0).extent(0);
        int half = to.shape(0).extent(1) / layer.heads() / 2;
        // [samples, positions, heads, 2, half] or [samples, positions, heads, half, 2]
        String split = layer.interleaved()
                ? to.operator("Reshape", to.input(0), to.integers(0, positions, layer.heads(), half, 2))
                : to.operator("Reshape", to.input(0), to.integers(0, positions, layer.heads(), 2, half));
        int axis = layer.interleaved() ? 4 : 3;
        String first = to.part(split, axis, 0);
        String second = to.part(split, axis, 1);
        long[] shape =
                layer.interleaved() ? new long[] {1, positions, 1, half, 1} : new long[] {1, positions, 1, 1, half};
        String cosine = to.operator("Reshape", to.input(1), to.integers(shape));
        String sine = to.operator("Reshape", to.input(2), to.integers(shape));
        String x = to.operator("Sub", to.operator("Mul", first, cosine), to.operator("Mul", second, sine));
        String y = to.operator("Add", to.operator("Mul", second, cosine), to.operator("Mul", first, sine));
        String joined = to.operator("Concat", List.of(x, y), OnnxLayers.integer("axis", axis));
        return to.operator("Reshape", joined, to.integers(0, positions, -1));
    }
}
