package io.flatness.networks.io;

import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Reduce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Sums, means, maxima and norms over axes. */
final class OnnxReductions {
    private OnnxReductions() {}

    /** A reduction with what is done before and behind it. */
    private record Kind(
            Optional<Activation.Function> before, Reduce.Operation operation, Optional<Activation.Function> behind) {}

    static void addTo(Map<String, OnnxOperator> general) {
        add(general, "ReduceSum", new Kind(Optional.empty(), Reduce.Operation.SUM, Optional.empty()));
        add(general, "ReduceMean", new Kind(Optional.empty(), Reduce.Operation.MEAN, Optional.empty()));
        add(general, "ReduceMax", new Kind(Optional.empty(), Reduce.Operation.MAXIMUM, Optional.empty()));
        add(general, "ReduceMin", new Kind(Optional.empty(), Reduce.Operation.MINIMUM, Optional.empty()));
        Optional<Activation.Function> square = Optional.of(Activation.Function.SQUARE);
        add(general, "ReduceSumSquare", new Kind(square, Reduce.Operation.SUM, Optional.empty()));
        add(general, "ReduceL2", new Kind(square, Reduce.Operation.SUM, Optional.of(Activation.Function.SQRT)));
        general.put("ReduceL1", OnnxReductions::absolute);
        add(
                general,
                "ReduceLogSum",
                new Kind(Optional.empty(), Reduce.Operation.SUM, Optional.of(Activation.Function.LOG)));
        general.put("ReduceLogSumExp", OnnxReductions::logSumExp);
        general.put("ReduceProd", OnnxReductions::product);
        add(general, "GlobalAveragePool", new Kind(Optional.empty(), Reduce.Operation.MEAN, Optional.empty()));
        add(general, "GlobalMaxPool", new Kind(Optional.empty(), Reduce.Operation.MAXIMUM, Optional.empty()));
    }

    /** log Σ exp x, with the largest taken out first. */
    private static OnnxValue logSumExp(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        int rank = steps.extents(node.input(0)).size();
        int[] axes = axes(node, model, rank);
        String largest = steps.reduced("ReduceMax", node.input(0), true, axes);
        String terms = steps.step("Exp", steps.step("Sub", node.input(0), largest));
        String logarithm = steps.step("Log", steps.reduced("ReduceSum", terms, true, axes));
        String whole = steps.step("Add", logarithm, largest);
        if (node.integer("keepdims", 1) != 0) {
            return steps.value(whole);
        }
        List<Integer> extents = new ArrayList<>(steps.extents(whole));
        for (int i = axes.length - 1; i >= 0; i--) {
            extents.remove(axes[i]);
        }
        return steps.value(steps.reshaped(whole, extents));
    }

    private static OnnxValue absolute(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        int[] axes = axes(node, model, steps.extents(node.input(0)).size());
        boolean keep = node.integer("keepdims", 1) != 0;
        return steps.value(steps.reduced("ReduceSum", steps.step("Abs", node.input(0)), keep, axes));
    }

    private static OnnxValue product(OnnxNode node, OnnxImport model) {
        return new OnnxValue.Constant(folded(node, model, model.constant(node, 0, "a value")));
    }

    private static void add(Map<String, OnnxOperator> general, String name, Kind kind) {
        general.put(name, (node, model) -> read(node, model, kind));
    }

    private static OnnxValue read(OnnxNode node, OnnxImport model, Kind kind) {
        if (model.value(node, 0) instanceof OnnxValue.Constant constant) {
            return new OnnxValue.Constant(folded(node, model, constant.tensor()));
        }
        Placed from = model.placed(node, 0);
        boolean pool = node.operator().startsWith("Global");
        int rank = from.how().rank();
        int[] axes = pool ? IntStream.range(2, rank).toArray() : axes(node, model, rank);
        if (axes.length == 0) {
            return model.feature(from.layer(), from.how());
        }
        boolean keep = pool || node.integer("keepdims", 1) != 0;
        List<Integer> own = new ArrayList<>();
        Arrangement how = from.how();
        for (int i = axes.length - 1; i >= 0; i--) {
            if (from.how().holdsSamples(axes[i])) {
                throw node.refused(
                        "takes a " + kind.operation().name().toLowerCase(java.util.Locale.ROOT) + " over the samples");
            }
            own.add(0, from.how().sampleAxis(axes[i]));
            how = keep ? how.with(axes[i], 1) : how.without(axes[i]);
        }
        int layer = from.layer();
        if (kind.before().isPresent()) {
            layer = model.builder()
                    .add(node.module(), new Activation(kind.before().get()), layer);
        }
        LayerSpec reduce = new Reduce(kind.operation(), own, keep);
        layer = model.builder().add(node.module(), reduce, layer);
        if (kind.behind().isPresent()) {
            layer = model.builder()
                    .add(node.module(), new Activation(kind.behind().get()), layer);
        }
        return model.feature(model.reshaped(node, layer, how.sample()), how);
    }

    /** The axes over which a node reduces, in order; all when it names none. */
    private static int[] axes(OnnxNode node, OnnxImport model, int rank) {
        if (OnnxShapes.isWithoutAxes(node)) {
            return node.integer("noop_with_empty_axes", 0) != 0
                    ? new int[0]
                    : IntStream.range(0, rank).toArray();
        }
        return Arrays.stream(OnnxShapes.axes(node, model))
                .mapToInt(axis -> (int) Math.floorMod(axis, (long) rank))
                .sorted()
                .distinct()
                .toArray();
    }

    /** One value for every place beside an axis, combined in the order of the axis. */
    private static double[] reduced(Tensor tensor, int axis, DoubleBinaryOperator step) {
        int extent = tensor.shape().get(axis);
        int inner =
                tensor.shape().subList(axis + 1, tensor.shape().size()).stream().reduce(1, (a, b) -> a * b);
        double[] values = new double[tensor.size() / extent];
        for (int place = 0; place < values.length; place++) {
            int at = place / inner * extent * inner + place % inner;
            double value = tensor.values().get(at);
            for (int i = 1; i < extent; i++) {
                value = step.applyAsDouble(value, tensor.values().get(at + i * inner));
            }
            values[place] = value;
        }
        return values;
    }

    private static Tensor folded(OnnxNode node, OnnxImport model, Tensor tensor) {
        DoubleBinaryOperator step = switch (node.operator()) {
            case "ReduceSum", "ReduceMean" -> Double::sum;
            case "ReduceMax" -> Math::max;
            case "ReduceMin" -> Math::min;
            case "ReduceProd" -> (a, b) -> a * b;
            default ->
                throw node.refused("reduces a constant; that is supported for ReduceSum, ReduceMean, ReduceMax and"
                        + " ReduceMin");
        };
        int rank = tensor.shape().size();
        int[] axes = axes(node, model, rank);
        Tensor result = tensor;
        for (int axis : axes) {
            int extent = result.shape().get(axis);
            if (extent == 0) {
                throw node.refused("reduces a constant over an axis without elements");
            }
            double[] values = reduced(result, axis, step);
            if (node.operator().equals("ReduceMean")) {
                Arrays.setAll(values, i -> values[i] / extent);
            }
            List<Integer> left = new ArrayList<>(result.shape());
            left.set(axis, 1);
            result = new Tensor(node.computed(), left, new Storage.Float64(values));
        }
        List<Integer> shape = new ArrayList<>(result.shape());
        for (int i = axes.length - 1; i >= 0 && node.integer("keepdims", 1) == 0; i--) {
            shape.remove(axes[i]);
        }
        return new Tensor(node.computed(), shape, result.values());
    }
}
