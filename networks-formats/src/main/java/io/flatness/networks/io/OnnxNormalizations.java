package io.flatness.networks.io;

import io.flatness.networks.layer.GroupNorm;
import io.flatness.networks.layer.LayerNorm;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.RmsNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layer, RMS, group and instance normalization, as operators. */
final class OnnxNormalizations {
    private OnnxNormalizations() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("LayerNormalization", OnnxNormalizations::layer);
        general.put("SimplifiedLayerNormalization", OnnxNormalizations::rootMeanSquare);
        general.put("RMSNormalization", OnnxNormalizations::rootMeanSquare);
        general.put("InstanceNormalization", OnnxNormalizations::instance);
        general.put("GroupNormalization", OnnxNormalizations::group);
        general.put("BatchNormalization", OnnxNormalizations::batch);
        general.put("LpNormalization", OnnxNormalizations::length);
        general.put("MeanVarianceNormalization", OnnxNormalizations::moments);
    }

    /** Batch normalization where the samples are folded into an axis with others: (x − μ) / √(σ² + ε) · γ + β. */
    static OnnxValue batch(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        Tensor mean = model.constant(node, 3, "a running_mean");
        Tensor variance = model.constant(node, 4, "a running_var");
        List<Integer> shape = new ArrayList<>(List.of(mean.size()));
        while (shape.size() < steps.extents(node.input(0)).size() - 1) {
            shape.add(1);
        }
        double[] inverse = variance.values().toDoubles();
        double epsilon = node.number("epsilon", 1e-5);
        Arrays.setAll(inverse, i -> 1 / Math.sqrt(inverse[i] + epsilon));
        String centered = steps.step(
                "Sub", node.input(0), steps.constant(shape, mean.values().toDoubles()));
        String normal = steps.step("Mul", centered, steps.constant(shape, inverse));
        String scaled = steps.step("Mul", normal, steps.reshaped(node.input(1), shape));
        return steps.value(steps.step("Add", scaled, steps.reshaped(node.input(2), shape)));
    }

    /** x / ‖x‖ along an axis. */
    private static OnnxValue length(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        int rank = steps.extents(node.input(0)).size();
        int axis = (int) Math.floorMod(node.integer("axis", -1), (long) rank);
        String norm = node.integer("p", 2) == 1 ? "ReduceL1" : "ReduceL2";
        return steps.value(steps.step("Div", node.input(0), steps.reduced(norm, node.input(0), true, axis)));
    }

    /** (x − mean) / √variance over axes. */
    private static OnnxValue moments(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        long[] given = node.integers("axes");
        int[] axes = given == null
                ? new int[] {0, 2, 3}
                : Arrays.stream(given).mapToInt(axis -> (int) axis).toArray();
        String mean = steps.reduced("ReduceMean", node.input(0), true, axes);
        String centered = steps.step("Sub", node.input(0), mean);
        String variance = steps.reduced("ReduceMean", steps.step("Mul", centered, centered), true, axes);
        String deviation = steps.step("Sqrt", steps.step("Add", variance, steps.scalar(1e-9)));
        return steps.value(steps.step("Div", centered, deviation));
    }

    /** Number of axes at the end over which a node normalizes. */
    private static int axes(OnnxNode node, Arrangement how) {
        int first = how.axis(node.integer("axis", -1));
        if (how.axis() >= first) {
            throw node.refused("normalizes over the samples");
        }
        return how.rank() - first;
    }

    private static OnnxValue layer(OnnxNode node, OnnxImport model) {
        Placed input = model.placed(node, 0);
        boolean shift = !node.input(2).isEmpty();
        int axes = axes(node, input.how());
        LayerSpec spec = new LayerNorm(axes, node.number("epsilon", 1e-5), true, shift);
        return normalized(node, model, input, spec, input.how().extents(), axes, shift);
    }

    private static OnnxValue rootMeanSquare(OnnxNode node, OnnxImport model) {
        Placed input = model.placed(node, 0);
        int axes = axes(node, input.how());
        LayerSpec spec = new RmsNorm(axes, node.number("epsilon", 1e-5), true);
        return normalized(node, model, input, spec, input.how().extents(), axes, false);
    }

    private static OnnxValue normalized(
            OnnxNode node,
            OnnxImport model,
            Placed input,
            LayerSpec spec,
            List<Integer> extents,
            int axes,
            boolean shift) {
        List<Integer> shape = extents.subList(extents.size() - axes, extents.size());
        Tensor shiftTensor = shift ? filled(node, model, 2, "bias", shape) : null;
        Tensor scale = filled(node, model, 1, "weight", shape);
        List<Tensor> tensors = shiftTensor == null ? List.of(scale) : List.of(scale, shiftTensor);
        int layer =
                model.builder().add(model.layerName(scale, node), spec, List.of(model.rows(input.layer())), tensors);
        return model.feature(layer, input.how());
    }

    /** A tensor of a normalization, repeated where the file broadcasts it. */
    private static Tensor filled(OnnxNode node, OnnxImport model, int input, String role, List<Integer> shape) {
        Tensor tensor = model.constant(node, input, "a " + role);
        Tensor whole = OnnxFold.expanded(node, tensor, shape);
        return model.named(new Tensor(tensor.name(), shape, whole.values()), node, role);
    }

    private static OnnxValue instance(OnnxNode node, OnnxImport model) {
        Placed input = channels(node, model);
        double epsilon = node.number("epsilon", 1e-5);
        Tensor scale = model.constant(node, 1, "a scale");
        Tensor shift = model.constant(node, 2, "a shift");
        if (isPlain(scale, 1) && isPlain(shift, 0)) {
            int layer = model.builder().add(node.module(), GroupNorm.instance(epsilon, false, false), input.layer());
            return model.feature(layer, input.how());
        }
        return tensors(node, model, input, GroupNorm.instance(epsilon, true, true), scale, shift);
    }

    /** Whether a tensor was made up by the exporter and holds one number everywhere: nothing that was learned. */
    private static boolean isPlain(Tensor tensor, double value) {
        return OnnxImport.isAnonymous(tensor)
                && Arrays.stream(tensor.values().toDoubles()).allMatch(x -> x == value);
    }

    private static OnnxValue group(OnnxNode node, OnnxImport model) {
        Placed input = channels(node, model);
        int groups = (int) node.integer("num_groups", 1);
        Tensor scale = perChannel(
                model.constant(node, 1, "a scale"), input.how().extents().get(1));
        Tensor shift = perChannel(
                model.constant(node, 2, "a shift"), input.how().extents().get(1));
        return tensors(
                node, model, input, new GroupNorm(groups, node.number("epsilon", 1e-5), true, true), scale, shift);
    }

    /** One number for each channel: before opset 21 a file has one for each group. */
    private static Tensor perChannel(Tensor tensor, int channels) {
        double[] values = new double[channels];
        int each = channels / tensor.size();
        Arrays.setAll(values, i -> tensor.values().get(i / Math.max(1, each)));
        return new Tensor(tensor.name(), List.of(channels), new Storage.Float64(values));
    }

    private static OnnxValue tensors(
            OnnxNode node, OnnxImport model, Placed input, LayerSpec spec, Tensor scale, Tensor shift) {
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(model.named(scale, node, "weight"));
        tensors.add(model.named(shift, node, "bias"));
        int layer = model.builder().add(model.layerName(tensors.get(0), node), spec, List.of(input.layer()), tensors);
        return model.feature(layer, input.how());
    }

    /** An input [samples, channels, …]. */
    private static Placed channels(OnnxNode node, OnnxImport model) {
        Placed input = model.placed(node, 0);
        if (!input.how().isPlain() || input.how().rank() < 3) {
            throw node.refused("normalizes values of the shape " + input.how().extents()
                    + "; samples first, then channels and positions are expected");
        }
        return input;
    }
}
