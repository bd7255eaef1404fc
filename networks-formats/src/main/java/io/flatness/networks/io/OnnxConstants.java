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
    private static final int LARGEST = 1 << 20;

    private OnnxConstants() {}

    static void addTo(Map<String, OnnxOperator> operators) {
        operators.put("Constant", (node, model) -> new OnnxValue.Constant(node.constant()));
        operators.put("ConstantOfShape", OnnxConstants::filled);
        operators.put("Slice", OnnxConstants::slice);
        operators.put("Shape", OnnxConstants::shape);
        operators.put("Gather", OnnxConstants::gather);
        operators.put("Concat", OnnxConstants::concat);
    }

    /** Extents of a shape; a plain constant where the number of samples is not among them. */
    static OnnxValue extents(long[] values, List<Integer> shape, OnnxNode node) {
        if (LongStream.of(values).anyMatch(value -> value == OnnxValue.Extents.BATCH)) {
            return new OnnxValue.Extents(values);
        }
        double[] doubles = Arrays.stream(values).asDoubleStream().toArray();
        return new OnnxValue.Constant(new Tensor(node.computed(), shape, new Storage.Float64(doubles)));
    }

    private static OnnxValue shape(OnnxNode node, OnnxImport model) {
        List<Integer> extents;
        long samples = OnnxValue.Extents.BATCH;
        if (model.value(node, 0) instanceof OnnxValue.Constant constant) {
            extents = constant.tensor().shape();
            return extents(longs(extents), List.of(extents.size()), node);
        }
        if (model.value(node, 0) instanceof OnnxValue.ChannelsLast image) {
            List<Integer> first =
                    model.builder().shape(model.image(node, 0, image)).extents();
            extents = image.flat()
                    ? List.of(first.stream().reduce(1, (a, b) -> a * b))
                    : List.of(first.get(1), first.get(2), first.get(0));
        } else {
            extents = model.builder().shape(model.layer(node, 0)).extents();
        }
        long[] values = LongStream.concat(LongStream.of(samples), LongStream.of(longs(extents)))
                .toArray();
        long[] part = Arrays.copyOfRange(
                values,
                place(node.integer("start", 0), values.length),
                place(node.integer("end", values.length), values.length));
        return extents(part, List.of(part.length), node);
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
        long size = 1;
        for (long extent : extents) {
            if (extent < 0 || extent > LARGEST || (size *= extent) > LARGEST) {
                throw node.refused("makes a constant of the impossible shape " + Arrays.toString(extents));
            }
            shape.add((int) extent);
        }
        double[] values = new double[(int) size];
        Arrays.fill(values, node.has("value") ? node.constant().values().get(0) : 0);
        return new OnnxValue.Constant(new Tensor(node.computed(), shape, new Storage.Float64(values)));
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
        if (value instanceof OnnxValue.Extents extents && starts.length == 1) {
            int[] places = places(starts[0], ends[0], steps[0], extents.values().length, node);
            long[] part =
                    Arrays.stream(places).mapToLong(i -> extents.values()[i]).toArray();
            return extents(part, List.of(part.length), node);
        }
        if (!(value instanceof OnnxValue.Constant constant)) {
            if (!(value instanceof OnnxValue.Extents) && LongStream.of(steps).allMatch(step -> step == 1)) {
                return OnnxPad.cropped(node, model, starts, ends, axes);
            }
            throw node.refused(
                    "takes every so many of the samples' elements; that is supported for constants and shapes"
                            + " alone. Use a layer with a stride");
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

    private static int[] places(long start, long end, long step, int length, OnnxNode node) {
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
        OnnxValue value = model.value(node, 0);
        boolean constant = value instanceof OnnxValue.Constant;
        if (!constant && !(value instanceof OnnxValue.Extents)) {
            throw node.refused("picks elements of the samples; it is supported for shapes alone");
        }
        Tensor wanted = model.constant(node, 1, "indices");
        int axis = 0;
        int length;
        if (value instanceof OnnxValue.Constant from) {
            int rank = from.tensor().shape().size();
            axis = (int) Math.floorMod(node.integer("axis", 0), (long) Math.max(1, rank));
            length = rank == 0 ? 0 : from.tensor().shape().get(axis);
        } else {
            length = ((OnnxValue.Extents) value).values().length;
        }
        int[] places = new int[wanted.size()];
        for (int i = 0; i < places.length; i++) {
            long index = (long) wanted.values().get(i);
            places[i] = (int) (index < 0 ? index + length : index);
            if (places[i] < 0 || places[i] >= length) {
                throw node.refused("picks the axis " + index + ", which is not there");
            }
        }
        if (value instanceof OnnxValue.Extents extents) {
            long[] part =
                    Arrays.stream(places).mapToLong(i -> extents.values()[i]).toArray();
            return extents(part, wanted.shape(), node);
        }
        Tensor picked = picked(((OnnxValue.Constant) value).tensor(), axis, places, node);
        List<Integer> shape = new ArrayList<>(picked.shape());
        shape.remove(axis);
        shape.addAll(axis, wanted.shape());
        return new OnnxValue.Constant(new Tensor(node.computed(), shape, picked.values()));
    }

    /** The given places along one axis. */
    private static Tensor picked(Tensor tensor, int axis, int[] places, OnnxNode node) {
        List<Integer> shape = new ArrayList<>(tensor.shape());
        int inner = shape.subList(axis + 1, shape.size()).stream().reduce(1, (a, b) -> a * b);
        int length = shape.get(axis);
        shape.set(axis, places.length);
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

    /** Extents and vectors one after the other; layers side by side. */
    private static OnnxValue concat(OnnxNode node, OnnxImport model) {
        List<long[]> parts = new ArrayList<>();
        for (int i = 0; i < node.proto().getInputCount(); i++) {
            OnnxValue value = model.value(node, i);
            if (value instanceof OnnxValue.Extents extents) {
                parts.add(extents.values());
            } else if (value instanceof OnnxValue.Constant constant
                    && constant.tensor().shape().size() <= 1) {
                parts.add(integers(constant.tensor()));
            } else {
                return OnnxMerge.concat(node, model);
            }
        }
        long[] all = parts.stream().flatMapToLong(Arrays::stream).toArray();
        return extents(all, List.of(all.length), node);
    }

    static long[] integers(Tensor tensor) {
        long[] integers = new long[tensor.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (long) tensor.values().get(i);
        }
        return integers;
    }
}
