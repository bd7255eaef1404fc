package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators on what is known before any sample, with which exporters compute shapes, paddings and stored weights. */
final class OnnxConstants {
    /** Numbers of a constant that a node makes of little: a mask of 2,800 positions has as many. */
    static final int LARGEST = 1 << 23;

    private static final double LARGE = 1e30;

    private OnnxConstants() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("Constant", (node, model) -> new OnnxValue.Constant(node.constant()));
        operators.put("ConstantOfShape", OnnxConstants::filled);
        operators.put("Slice", OnnxConstants::slice);
        operators.put("Shape", OnnxConstants::shape);
        operators.put("Gather", OnnxConstants::gather);
        operators.put("Concat", OnnxConstants::concat);
    }

    private static OnnxValue.Constant vector(OnnxNode node, long[] values) {
        double[] doubles = Arrays.stream(values).asDoubleStream().toArray();
        return new OnnxValue.Constant(
                new Tensor(node.computed(), List.of(values.length), new Storage.Float64(doubles)));
    }

    private static OnnxValue shape(OnnxNode node, OnnxImport model) {
        List<Integer> extents;
        OnnxValue value = model.value(node, 0);
        if (value instanceof OnnxValue.Constant constant) {
            extents = constant.tensor().shape();
        } else if (value instanceof OnnxValue.ChannelsLast image) {
            List<Integer> first =
                    model.builder().shape(model.image(node, 0, image)).extents();
            extents = image.flat()
                    ? List.of(model.samples(), first.stream().reduce(1, (a, b) -> a * b))
                    : List.of(model.samples(), first.get(1), first.get(2), first.get(0));
        } else {
            extents = model.arrangement(value).extents();
        }
        long[] values = longs(extents);
        long[] part = Arrays.copyOfRange(
                values,
                place(node.integer("start", 0), values.length),
                Math.max(
                        place(node.integer("start", 0), values.length),
                        place(node.integer("end", values.length), values.length)));
        return vector(node, part);
    }

    private static long[] longs(List<Integer> extents) {
        return extents.stream().mapToLong(Integer::longValue).toArray();
    }

    /** A place from the front or, negative, from the back, brought into [0, length]. */
    private static int place(long index, int length) {
        return (int) Math.max(0, Math.min(length, index < 0 ? index + length : index));
    }

    private static OnnxValue filled(OnnxNode node, OnnxImport model) {
        long[] extents = integers(model.constant(node, 0, "a shape"));
        List<Integer> shape = new ArrayList<>();
        for (long extent : extents) {
            if (extent < 0 || extent > LARGEST) {
                throw node.refused("makes a constant of the impossible shape " + Arrays.toString(extents));
            }
            shape.add((int) extent);
        }
        double[] values = new double[size(node, shape)];
        Arrays.fill(values, node.has("value") ? node.constant().values().get(0) : 0);
        return new OnnxValue.Constant(new Tensor(node.computed(), shape, new Storage.Float64(values)));
    }

    /** Number of elements of a constant that a node makes. */
    static int size(OnnxNode node, List<Integer> shape) {
        long size = 1;
        for (int extent : shape) {
            size *= extent;
            if (size > LARGEST) {
                throw node.refused("makes a constant of the impossible shape " + shape);
            }
        }
        return (int) size;
    }

    private static OnnxValue slice(OnnxNode node, OnnxImport model) {
        OnnxValue value = model.value(node, 0);
        long[] starts = list(node, model, "starts", 1);
        long[] ends = list(node, model, "ends", 2);
        boolean all = node.integers("axes") == null && node.input(3).isEmpty();
        long[] axes = all ? LongStream.range(0, starts.length).toArray() : list(node, model, "axes", 3);
        long[] steps = node.input(4).isEmpty()
                ? LongStream.generate(() -> 1).limit(starts.length).toArray()
                : list(node, model, "steps", 4);
        if (ends.length != starts.length || axes.length != starts.length || steps.length != starts.length) {
            throw node.refused("has " + starts.length + " starts, " + ends.length + " ends, " + axes.length
                    + " axes and " + steps.length + " steps; as many of each are expected");
        }
        if (!(value instanceof OnnxValue.Constant constant)) {
            boolean image = value instanceof OnnxValue.ChannelsLast
                    || model.builder().shape(model.layer(node, 0)).isImage();
            return image && LongStream.of(steps).allMatch(step -> step == 1)
                    ? OnnxPad.cropped(node, model, starts, ends, axes)
                    : model.general(node);
        }
        Tensor tensor = constant.tensor();
        for (int i = 0; i < starts.length; i++) {
            int axis = (int)
                    Math.floorMod(axes[i], (long) Math.max(1, tensor.shape().size()));
            if (axis >= tensor.shape().size()) {
                throw node.refused("takes a part of a constant without dimensions");
            }
            tensor = picked(
                    tensor,
                    axis,
                    places(starts[i], ends[i], steps[i], tensor.shape().get(axis), node),
                    node);
        }
        return new OnnxValue.Constant(tensor);
    }

    private static long[] list(OnnxNode node, OnnxImport model, String name, int input) {
        long[] attribute = node.integers(name);
        return attribute != null ? attribute : integers(model.constant(node, input, name));
    }

    static int[] places(long start, long end, long step, int length, OnnxNode node) {
        if (step == 0) {
            throw node.refused("has a step of 0");
        }
        long from = start < 0 ? start + length : start;
        // an end far below zero means: down to the first
        long to = end < 0 ? Math.max(end, -length - 1L) + length : end;
        from = step > 0 ? Math.max(0, Math.min(length, from)) : Math.max(-1, Math.min(length - 1, from));
        to = step > 0 ? Math.max(0, Math.min(length, to)) : Math.max(-1, Math.min(length - 1, to));
        List<Integer> places = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += Math.max(-length, Math.min(length, step))) {
            places.add((int) i);
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static OnnxValue gather(OnnxNode node, OnnxImport model) {
        boolean folds = model.value(node, 0) instanceof OnnxValue.Constant from
                && model.value(node, 1) instanceof OnnxValue.Constant
                && !(model.isLearned(from.tensor()) && from.tensor().shape().size() > 1);
        if (!folds) {
            return model.general(node);
        }
        Tensor from = model.constant(node, 0, "a table");
        Tensor wanted = model.constant(node, 1, "indices");
        int rank = from.shape().size();
        int axis = (int) Math.floorMod(node.integer("axis", 0), (long) Math.max(1, rank));
        int length = rank == 0 ? 0 : from.shape().get(axis);
        int[] places = new int[wanted.size()];
        for (int i = 0; i < places.length; i++) {
            long index = (long) wanted.values().get(i);
            places[i] = (int) (index < 0 ? index + length : index);
            if (places[i] < 0 || places[i] >= length) {
                throw node.refused("picks the axis " + index + ", which is not there");
            }
        }
        Tensor picked = picked(from, axis, places, node);
        List<Integer> shape = new ArrayList<>(picked.shape());
        shape.remove(axis);
        shape.addAll(axis, wanted.shape());
        return new OnnxValue.Constant(new Tensor(node.computed(), shape, picked.values()));
    }

    /** The given places along one axis. */
    static Tensor picked(Tensor tensor, int axis, int[] places, OnnxNode node) {
        List<Integer> shape = new ArrayList<>(tensor.shape());
        int inner = shape.subList(axis + 1, shape.size()).stream().reduce(1, (a, b) -> a * b);
        int length = shape.get(axis);
        shape.set(axis, places.length);
        if (places.length > length) {
            size(node, shape);
        }
        int block = places.length * inner;
        return mapped(
                node.output(),
                shape,
                tensor,
                k -> block == 0 ? 0 : (k / block * length + places[k % block / inner]) * inner + k % inner);
    }

    /** Axes in another order; reversed when the order is left out. */
    static OnnxValue transposed(OnnxNode node, Tensor tensor) {
        int rank = tensor.shape().size();
        long[] order = node.integers("perm");
        int[] axes = order == null
                ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
                : Arrays.stream(order).mapToInt(axis -> (int) axis).toArray();
        if (!Arrays.equals(
                Arrays.stream(axes).sorted().toArray(), IntStream.range(0, rank).toArray())) {
            throw node.refused(
                    "permutes the axes of a constant of the shape " + tensor.shape() + " by " + Arrays.toString(axes));
        }
        return new OnnxValue.Constant(transposed(tensor, axes));
    }

    /** Axis i of the result is axis axes[i]. */
    static Tensor transposed(Tensor tensor, int... axes) {
        int rank = axes.length;
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= tensor.shape().get(axis);
        }
        List<Integer> shape = IntStream.of(axes).mapToObj(tensor.shape()::get).toList();
        return mapped(tensor.name(), shape, tensor, k -> {
            int from = 0;
            int rest = k;
            for (int i = rank - 1; i >= 0; i--) {
                from += rest % shape.get(i) * strides[axes[i]];
                rest /= shape.get(i);
            }
            return from;
        });
    }

    private static Tensor mapped(String name, List<Integer> shape, Tensor from, IntUnaryOperator source) {
        double[] values = new double[shape.stream().reduce(1, (a, b) -> a * b)];
        Arrays.setAll(values, k -> from.values().get(source.applyAsInt(k)));
        return new Tensor(name, shape, new Storage.Float64(values));
    }

    /** Constants one after the other; layers side by side. */
    private static OnnxValue concat(OnnxNode node, OnnxImport model) {
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            if (!(model.value(node, i) instanceof OnnxValue.Constant constant)) {
                return OnnxMerge.concat(node, model);
            }
            parts.add(constant.tensor());
        }
        long size = parts.stream().mapToLong(Tensor::size).sum();
        if (size > Math.max(LARGEST, model.stored())) {
            throw node.refused("makes a constant of " + size + " numbers: too many");
        }
        return new OnnxValue.Constant(joined(node, parts));
    }

    private static Tensor joined(OnnxNode node, List<Tensor> parts) {
        List<Integer> shape = new ArrayList<>(parts.get(0).shape());
        int axis = (int) Math.floorMod(node.integer("axis", 0), (long) Math.max(1, shape.size()));
        if (shape.isEmpty()) {
            throw node.refused("joins constants without dimensions");
        }
        int outer = shape.subList(0, axis).stream().reduce(1, (a, b) -> a * b);
        int size = parts.stream().mapToInt(Tensor::size).sum();
        shape.set(axis, parts.stream().mapToInt(part -> part.shape().get(axis)).sum());
        double[] values = new double[size];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (Tensor part : parts) {
                int block = part.size() / Math.max(1, outer);
                for (int k = 0; k < block; k++) {
                    values[at++] = part.values().get(o * block + k);
                }
            }
        }
        return new Tensor(node.computed(), shape, new Storage.Float64(values));
    }

    /** Infinities become numbers so large that a softmax does not see the difference. */
    static Tensor finite(Tensor tensor) {
        double[] values = tensor.values().toDoubles();
        Arrays.setAll(values, i -> Math.max(-LARGE, Math.min(LARGE, values[i])));
        return new Tensor(tensor.name(), tensor.shape(), new Storage.Float64(values));
    }

    static long[] integers(Tensor tensor) {
        long[] integers = new long[tensor.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (long) tensor.values().get(i);
        }
        return integers;
    }
}
