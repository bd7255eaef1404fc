package io.flatness.networks.io;

import io.flatness.networks.layer.Gather;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Ranges, running sums, triangles and the like, with which exporters make masks and positions. */
final class OnnxSequences {
    private static final int LONGEST = 1 << 24;

    private OnnxSequences() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("Range", OnnxSequences::range);
        general.put("CumSum", OnnxSequences::runningSum);
        general.put("Trilu", OnnxSequences::triangle);
        general.put("GatherND", OnnxSequences::pick);
        general.put("GatherElements", OnnxSequences::elements);
        general.put("Size", (node, model) -> number(node, size(node, model)));
        general.put("EyeLike", OnnxSequences::unit);
    }

    private static OnnxValue number(OnnxNode node, double value) {
        return new OnnxValue.Constant(
                new Tensor(node.computed(), List.of(), new Storage.Float64(new double[] {value})));
    }

    private static double size(OnnxNode node, OnnxImport model) {
        return model.value(node, 0) instanceof OnnxValue.Constant constant
                ? constant.tensor().size()
                : model.placed(node, 0).how().extents().stream()
                        .mapToDouble(Integer::doubleValue)
                        .reduce(1, (a, b) -> a * b);
    }

    private static OnnxValue range(OnnxNode node, OnnxImport model) {
        double start = model.constant(node, 0, "a start").values().get(0);
        double limit = model.constant(node, 1, "a limit").values().get(0);
        double step = model.constant(node, 2, "a step").values().get(0);
        double count = Math.max(0, Math.ceil((limit - start) / step));
        if (!(count <= LONGEST)) {
            throw node.refused("makes a range of " + count + " numbers");
        }
        double[] values = new double[(int) count];
        Arrays.setAll(values, i -> start + i * step);
        return new OnnxValue.Constant(new Tensor(node.computed(), List.of(values.length), new Storage.Float64(values)));
    }

    private static OnnxValue runningSum(OnnxNode node, OnnxImport model) {
        long asked = (long) model.constant(node, 1, "an axis").values().get(0);
        boolean plain = node.integer("exclusive", 0) == 0 && node.integer("reverse", 0) == 0;
        if (!plain || !(model.value(node, 0) instanceof OnnxValue.Constant)) {
            return summed(node, model, asked);
        }
        Tensor tensor = model.constant(node, 0, "a value");
        int axis = (int) Math.floorMod(asked, (long) Math.max(1, tensor.shape().size()));
        int inner =
                tensor.shape().subList(axis + 1, tensor.shape().size()).stream().reduce(1, (a, b) -> a * b);
        int extent = tensor.shape().get(axis);
        double[] values = tensor.values().toDoubles();
        for (int i = 0; i < values.length; i++) {
            if (i / inner % extent > 0) {
                values[i] += values[i - inner];
            }
        }
        return new OnnxValue.Constant(new Tensor(node.computed(), tensor.shape(), new Storage.Float64(values)));
    }

    /** Running sums of values, as a product with a triangle of ones. */
    private static OnnxValue summed(OnnxNode node, OnnxImport model, long asked) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> extents = steps.extents(node.input(0));
        int rank = extents.size();
        int axis = (int) Math.floorMod(asked, (long) rank);
        int extent = extents.get(axis);
        boolean exclusive = node.integer("exclusive", 0) != 0;
        boolean reverse = node.integer("reverse", 0) != 0;
        double[] triangle = new double[extent * extent];
        for (int i = 0; i < extent; i++) {
            for (int k = 0; k < extent; k++) {
                boolean before = reverse ? i > k : i < k;
                triangle[i * extent + k] = before || i == k && !exclusive ? 1 : 0;
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            order.add(i == axis ? rank - 1 : i == rank - 1 ? axis : i);
        }
        String last = steps.transposed(node.input(0), order);
        String product = steps.step("MatMul", last, steps.constant(List.of(1, extent, extent), triangle));
        return steps.value(steps.transposed(product, order));
    }

    private static OnnxValue triangle(OnnxNode node, OnnxImport model) {
        Tensor tensor = model.constant(node, 0, "a matrix");
        long shift = node.input(1).isEmpty()
                ? 0
                : (long) model.constant(node, 1, "a diagonal").values().get(0);
        boolean upper = node.integer("upper", 1) != 0;
        int rank = tensor.shape().size();
        int columns = tensor.shape().get(rank - 1);
        int rows = tensor.shape().get(rank - 2);
        double[] values = tensor.values().toDoubles();
        for (int i = 0; i < values.length; i++) {
            long above = i % columns - i / columns % rows - shift;
            if (upper ? above < 0 : above > 0) {
                values[i] = 0;
            }
        }
        return new OnnxValue.Constant(new Tensor(node.computed(), tensor.shape(), new Storage.Float64(values)));
    }

    private static OnnxValue unit(OnnxNode node, OnnxImport model) {
        Tensor tensor = model.constant(node, 0, "a matrix");
        long shift = node.integer("k", 0);
        int columns = tensor.shape().get(1);
        double[] values = new double[tensor.size()];
        Arrays.setAll(values, i -> i % columns - i / columns == shift ? 1 : 0);
        return new OnnxValue.Constant(new Tensor(node.computed(), tensor.shape(), new Storage.Float64(values)));
    }

    /** Elements by whole coordinates: of a constant, or the same position of every sample. */
    private static OnnxValue pick(OnnxNode node, OnnxImport model) {
        Tensor places = model.constant(node, 1, "indices");
        if (node.integer("batch_dims", 0) != 0) {
            throw node.refused("picks elements apart for each sample (batch_dims), which is not supported");
        }
        int depth = places.shape().get(places.shape().size() - 1);
        int count = places.size() / Math.max(1, depth);
        if (!(model.value(node, 0) instanceof OnnxValue.Constant constant)) {
            return position(node, model, places, depth, count);
        }
        Tensor tensor = constant.tensor();
        int block =
                tensor.shape().subList(depth, tensor.shape().size()).stream().reduce(1, (a, b) -> a * b);
        OnnxConstants.size(node, List.of(count, block));
        double[] values = new double[count * block];
        for (int i = 0; i < count; i++) {
            int at = 0;
            for (int d = 0; d < depth; d++) {
                int extent = tensor.shape().get(d);
                int index = (int) places.values().get(i * depth + d);
                index += index < 0 ? extent : 0;
                if (index < 0 || index >= extent) {
                    throw node.refused("picks element " + index + " of an axis of " + extent);
                }
                at = at * extent + index;
            }
            for (int k = 0; k < block; k++) {
                values[i * block + k] = tensor.values().get(at * block + k);
            }
        }
        List<Integer> shape =
                new ArrayList<>(places.shape().subList(0, places.shape().size() - 1));
        shape.addAll(tensor.shape().subList(depth, tensor.shape().size()));
        return new OnnxValue.Constant(new Tensor(node.computed(), shape, new Storage.Float64(values)));
    }

    /** Elements of a constant, each by its own place along an axis. */
    private static OnnxValue elements(OnnxNode node, OnnxImport model) {
        Tensor tensor = model.constant(node, 0, "a table");
        if (isUniform(tensor) && !(model.value(node, 1) instanceof OnnxValue.Constant)) {
            List<Integer> shape = model.placed(node, 1).how().extents();
            return new OnnxValue.Constant(OnnxFold.expanded(
                    node,
                    new Tensor("", List.of(), new Storage.Float64(new double[] {
                        tensor.values().get(0)
                    })),
                    shape));
        }
        Tensor places = model.constant(node, 1, "indices");
        int rank = tensor.shape().size();
        int axis = (int) Math.floorMod(node.integer("axis", 0), (long) Math.max(1, rank));
        int extent = tensor.shape().get(axis);
        double[] values = new double[places.size()];
        for (int i = 0; i < values.length; i++) {
            int from = 0;
            int rest = i;
            int stride = 1;
            for (int k = rank - 1; k >= 0; k--) {
                int at = rest % places.shape().get(k);
                rest /= places.shape().get(k);
                if (k == axis) {
                    at = (int) places.values().get(i);
                    at += at < 0 ? extent : 0;
                }
                if (at >= tensor.shape().get(k) || at < 0) {
                    throw node.refused("picks element " + at + " of an axis of "
                            + tensor.shape().get(k));
                }
                from += at * stride;
                stride *= tensor.shape().get(k);
            }
            values[i] = tensor.values().get(from);
        }
        return new OnnxValue.Constant(new Tensor(node.computed(), places.shape(), new Storage.Float64(values)));
    }

    private static boolean isUniform(Tensor tensor) {
        return tensor.size() > 0
                && Arrays.stream(tensor.values().toDoubles())
                        .allMatch(value -> value == tensor.values().get(0));
    }

    private static OnnxValue position(OnnxNode node, OnnxImport model, Tensor places, int depth, int count) {
        Placed from = model.placed(node, 0);
        boolean same = depth == 2 && from.how().isPlain() && count == model.samples();
        int position = same ? (int) places.values().get(1) : 0;
        for (int i = 0; same && i < count; i++) {
            same = places.values().get(2 * i) == i && places.values().get(2 * i + 1) == position;
        }
        if (!same) {
            throw node.refused(
                    "picks elements of the samples by numbers; the same position of every sample is supported");
        }
        int layer = model.builder().add(node.module(), new Gather(0, List.of(position), List.of()), from.layer());
        return model.feature(layer, from.how().without(1));
    }
}
