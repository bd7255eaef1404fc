package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Windows over any number of axes, written with general layers: pooling of volumes, local response normalization, and
 * convolutions whose kernels the network computes.
 */
final class OnnxWindows {
    private static final double LOWEST = -1e30;

    private OnnxWindows() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("MaxPool", OnnxWindows::maximum);
        general.put("AveragePool", OnnxWindows::average);
        general.put("LRN", OnnxWindows::response);
    }

    /** The window of one axis: where each step begins in the axis with its padding, and what is beside it. */
    private record Along(int size, int stride, int dilation, int before, int after, int steps) {
        long[] places() {
            long[] places = new long[steps * size];
            for (int i = 0; i < places.length; i++) {
                places[i] = (long) (i / size) * stride + (long) (i % size) * dilation;
            }
            return places;
        }

        /** Number of elements under the window at a step that are no padding, or that the file counts. */
        int counted(int step, int extent, int low, int high) {
            int counted = 0;
            for (int k = 0; k < size; k++) {
                int place = step * stride + k * dilation - before;
                counted += place >= -low && place < extent + high ? 1 : 0;
            }
            return counted;
        }
    }

    private static List<Along> windows(OnnxNode node, List<Integer> extents, List<Integer> sizes) {
        int rank = sizes.size();
        long[] strides = node.integers("strides");
        long[] dilations = node.integers("dilations");
        long[] pads = node.integers("pads");
        String auto = node.text("auto_pad", "NOTSET");
        boolean up = node.integer("ceil_mode", 0) != 0;
        List<Along> windows = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int extent = extents.get(i + 2);
            int size = sizes.get(i);
            int stride = strides == null ? 1 : (int) strides[i];
            int dilation = dilations == null ? 1 : (int) dilations[i];
            int span = (size - 1) * dilation + 1;
            int before = pads == null ? 0 : (int) pads[i];
            int after = pads == null ? 0 : (int) pads[i + rank];
            if (auto.startsWith("SAME")) {
                int total = Math.max(0, ((extent + stride - 1) / stride - 1) * stride + span - extent);
                before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                after = total - before;
            }
            int room = extent + before + after - span;
            if (room < 0) {
                throw node.refused("has a window of " + span + " on an axis of " + (extent + before + after));
            }
            int steps = room / stride + 1;
            if (up && room % stride != 0 && steps * stride < extent + before) {
                steps++;
            }
            after = Math.max(after, (steps - 1) * stride + span - extent - before);
            windows.add(new Along(size, stride, dilation, before, after, steps));
        }
        return windows;
    }

    private static List<Integer> sizes(OnnxNode node) {
        long[] kernel = node.integers("kernel_shape");
        if (kernel == null) {
            throw node.refused("has no kernel_shape");
        }
        List<Integer> sizes = new ArrayList<>();
        for (long size : kernel) {
            sizes.add((int) size);
        }
        return sizes;
    }

    private static OnnxValue maximum(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> extents = steps.extents(node.input(0));
        List<Along> windows = windows(node, extents, sizes(node));
        String value = padded(steps, node.input(0), windows, extents.size(), LOWEST);
        for (int i = 0; i < windows.size(); i++) {
            Along along = windows.get(i);
            String parts = steps.gathered(value, i + 2, List.of(along.steps(), along.size()), along.places());
            value = steps.reduced("ReduceMax", parts, false, i + 3);
        }
        return steps.value(value);
    }

    private static OnnxValue average(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> extents = steps.extents(node.input(0));
        List<Along> windows = windows(node, extents, sizes(node));
        boolean padding = node.integer("count_include_pad", 0) != 0;
        long[] pads = node.integers("pads");
        String value = padded(steps, node.input(0), windows, extents.size(), 0);
        for (int i = 0; i < windows.size(); i++) {
            Along along = windows.get(i);
            String parts = steps.gathered(value, i + 2, List.of(along.steps(), along.size()), along.places());
            String sum = steps.reduced("ReduceSum", parts, false, i + 3);
            double[] share = new double[along.steps()];
            int low = padding ? along.before() : 0;
            int high = padding && pads != null ? (int) pads[i + windows.size()] : 0;
            for (int step = 0; step < share.length; step++) {
                share[step] = 1.0 / along.counted(step, extents.get(i + 2), low, high);
            }
            List<Integer> shape = new ArrayList<>(Collections.nCopies(extents.size() - 2, 1));
            shape.set(i, along.steps());
            value = steps.step("Mul", sum, steps.constant(shape, share));
        }
        return steps.value(value);
    }

    private static String padded(OnnxSteps steps, String value, List<Along> windows, int rank, double by) {
        long[] pads = new long[2 * rank];
        boolean any = false;
        for (int i = 0; i < windows.size(); i++) {
            pads[i + 2] = windows.get(i).before();
            pads[i + 2 + rank] = windows.get(i).after();
            any |= pads[i + 2] != 0 || pads[i + 2 + rank] != 0;
        }
        return any ? steps.step("Pad", value, steps.integers(pads), steps.scalar(by)) : value;
    }

    /** x / (bias + alpha / size · Σ x²)^beta over channels beside each. */
    private static OnnxValue response(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        int rank = steps.extents(node.input(0)).size();
        int channels = steps.extents(node.input(0)).get(1);
        int size = (int) node.integer("size", 1);
        long[] pads = new long[2 * rank];
        pads[1] = (size - 1) / 2;
        pads[rank + 1] = size / 2;
        String squares = steps.step("Mul", node.input(0), node.input(0));
        String padded = steps.step("Pad", squares, steps.integers(pads), steps.scalar(0));
        String parts =
                steps.gathered(padded, 1, List.of(channels, size), new Along(size, 1, 1, 0, 0, channels).places());
        String sum = steps.reduced("ReduceSum", parts, false, 2);
        String scaled = steps.step("Mul", sum, steps.scalar(node.constant("alpha", 1e-4) / size));
        String shifted = steps.step("Add", scaled, steps.scalar(node.constant("bias", 1)));
        String power = steps.step("Pow", shifted, steps.scalar(-node.constant("beta", 0.75)));
        return steps.value(steps.step("Mul", node.input(0), power));
    }

    /** A convolution by a kernel that the network computes: windows as rows, times the kernel as a matrix. */
    static OnnxValue convolution(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> kernel = steps.extents(node.input(1));
        List<Integer> extents = steps.extents(node.input(0));
        int rank = kernel.size() - 2;
        if (extents.size() != rank + 2) {
            throw node.refused("convolves values of the shape " + extents + " by a kernel of the shape " + kernel);
        }
        List<Along> windows = windows(node, extents, kernel.subList(2, rank + 2));
        String value = padded(steps, node.input(0), windows, rank + 2, 0);
        for (int i = 0; i < rank; i++) {
            Along along = windows.get(i);
            value = steps.gathered(value, 2 + 2 * i, List.of(along.steps(), along.size()), along.places());
        }
        int groups = (int) node.integer("group", 1);
        int samples = extents.get(0);
        int inner = kernel.subList(1, rank + 2).stream().reduce(1, (a, b) -> a * b);
        int outputs = kernel.get(0) / groups;
        List<Integer> order = new ArrayList<>(List.of(0));
        List<Integer> result = new ArrayList<>(List.of(samples, kernel.get(0)));
        int positions = 1;
        for (int i = 0; i < rank; i++) {
            order.add(2 + 2 * i);
            result.add(windows.get(i).steps());
            positions *= windows.get(i).steps();
        }
        order.add(1);
        for (int i = 0; i < rank; i++) {
            order.add(3 + 2 * i);
        }
        String rows = steps.reshaped(steps.transposed(value, order), List.of(samples, positions, groups, inner));
        rows = steps.transposed(rows, List.of(0, 2, 1, 3));
        String matrix = steps.reshaped(node.input(1), List.of(groups, outputs, inner));
        matrix = steps.transposed(matrix, List.of(0, 2, 1));
        String product = steps.transposed(steps.step("MatMul", rows, matrix), List.of(0, 1, 3, 2));
        String whole = steps.reshaped(product, result);
        if (!node.input(2).isEmpty()) {
            List<Integer> bias = new ArrayList<>(Collections.nCopies(rank + 1, 1));
            bias.set(0, kernel.get(0));
            whole = steps.step("Add", whole, steps.reshaped(node.input(2), bias));
        }
        return steps.value(whole);
    }
}
