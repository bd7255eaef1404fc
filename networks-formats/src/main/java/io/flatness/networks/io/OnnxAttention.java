package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Attention and rotary embedding as single operators (opset 23 and later). */
final class OnnxAttention {
    private static final double HIDDEN = -1e30;

    private OnnxAttention() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("Attention", OnnxAttention::attention);
        general.put("RotaryEmbedding", OnnxAttention::rotary);
    }

    private static OnnxValue attention(OnnxNode node, OnnxImport model) {
        boolean cached = !node.input(4).isEmpty() || !node.input(5).isEmpty();
        if (!node.proto().getDomain().isEmpty() || cached || node.proto().getOutputCount() > 1) {
            throw node.refused(
                    "is attention with weights, a cache or further outputs of its own; attention on queries, keys"
                            + " and values is supported. Export with use_cache=False and attn_implementation=\"eager\"");
        }
        OnnxSteps steps = new OnnxSteps(node, model);
        boolean flat = steps.extents(node.input(0)).size() == 3;
        String queries = heads(steps, node, 0, "q_num_heads");
        String keys = heads(steps, node, 1, "kv_num_heads");
        String values = heads(steps, node, 2, "kv_num_heads");
        List<Integer> shape = steps.extents(queries);
        int heads = shape.get(1);
        int groups = steps.extents(keys).get(1);
        if (heads != groups) {
            long[] from = new long[heads];
            for (int h = 0; h < heads; h++) {
                from[h] = h / (heads / groups);
            }
            keys = steps.gathered(keys, 1, List.of(heads), from);
            values = steps.gathered(values, 1, List.of(heads), from);
        }
        double scale = node.has("scale") ? node.constant("scale", 1) : 1 / Math.sqrt(shape.get(3));
        String turned = steps.transposed(keys, List.of(0, 1, 3, 2));
        String scores = steps.step("Mul", steps.step("MatMul", queries, turned), steps.scalar(scale));
        int rows = shape.get(2);
        int columns = steps.extents(keys).get(2);
        if (node.integer("is_causal", 0) != 0) {
            double[] hidden = new double[rows * columns];
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = i % columns > i / columns ? HIDDEN : 0;
            }
            scores = steps.step("Add", scores, steps.constant(List.of(rows, columns), hidden));
        }
        if (!node.input(3).isEmpty()) {
            scores = model.isTruth(node.input(3))
                    ? steps.step("Where", node.input(3), scores, steps.scalar(HIDDEN))
                    : steps.step("Add", scores, node.input(3));
        }
        double cap = node.constant("softcap", 0);
        if (cap != 0) {
            String bounded = steps.step("Tanh", steps.step("Div", scores, steps.scalar(cap)));
            scores = steps.step("Mul", bounded, steps.scalar(cap));
        }
        String weights = steps.step("Softmax", List.of(scores), OnnxSteps.attribute("axis", -1));
        String mixed = steps.step("MatMul", weights, values);
        if (!flat) {
            return steps.value(mixed);
        }
        List<Integer> extents = steps.extents(mixed);
        String together = steps.transposed(mixed, List.of(0, 2, 1, 3));
        return steps.value(
                steps.reshaped(together, List.of(extents.get(0), extents.get(2), extents.get(1) * extents.get(3))));
    }

    /** [samples, heads, positions, width]. */
    private static String heads(OnnxSteps steps, OnnxNode node, int input, String attribute) {
        List<Integer> extents = steps.extents(node.input(input));
        if (extents.size() == 4) {
            return node.input(input);
        }
        int heads = (int) node.integer(attribute, 0);
        if (extents.size() != 3 || heads < 1 || extents.get(2) % heads != 0) {
            throw node.refused("reads values of the shape " + extents + " for " + heads + " heads");
        }
        String split = steps.reshaped(
                node.input(input), List.of(extents.get(0), extents.get(1), heads, extents.get(2) / heads));
        return steps.transposed(split, List.of(0, 2, 1, 3));
    }

    /** Pairs of numbers turned by an angle that grows with the position. */
    private static OnnxValue rotary(OnnxNode node, OnnxImport model) {
        OnnxSteps steps = new OnnxSteps(node, model);
        List<Integer> extents = steps.extents(node.input(0));
        boolean flat = extents.size() == 3;
        int heads = flat ? (int) node.integer("num_heads", 1) : extents.get(1);
        int positions = extents.get(flat ? 1 : 2);
        int width = flat ? extents.get(2) / heads : extents.get(3);
        int turned = (int) node.integer("rotary_embedding_dim", 0);
        turned = turned == 0 ? width : turned;
        int half = turned / 2;
        // [samples, positions, heads, width]
        String value = flat
                ? steps.reshaped(node.input(0), List.of(extents.get(0), positions, heads, width))
                : steps.transposed(node.input(0), List.of(0, 2, 1, 3));
        boolean interleaved = node.integer("interleaved", 0) != 0;
        long[] first = new long[half];
        long[] second = new long[half];
        for (int i = 0; i < half; i++) {
            first[i] = interleaved ? 2L * i : i;
            second[i] = interleaved ? 2L * i + 1 : i + half;
        }
        String a = steps.gathered(value, 3, List.of(half), first);
        String b = steps.gathered(value, 3, List.of(half), second);
        String cosines = angles(steps, node, 1, positions, half);
        String sines = angles(steps, node, 2, positions, half);
        String real = steps.step("Sub", steps.step("Mul", a, cosines), steps.step("Mul", b, sines));
        String imaginary = steps.step("Add", steps.step("Mul", a, sines), steps.step("Mul", b, cosines));
        List<String> parts = new ArrayList<>(List.of(real, imaginary));
        long[] back = new long[width];
        for (int i = 0; i < width; i++) {
            back[i] = i >= turned ? i : interleaved ? i / 2 + (long) (i % 2) * half : i;
        }
        if (turned < width) {
            long[] rest = new long[width - turned];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = turned + i;
            }
            parts.add(steps.gathered(value, 3, List.of(rest.length), rest));
        }
        String joined = steps.step("Concat", parts, OnnxSteps.attribute("axis", 3));
        String ordered = interleaved ? steps.gathered(joined, 3, List.of(width), back) : joined;
        return steps.value(flat ? steps.reshaped(ordered, extents) : steps.transposed(ordered, List.of(0, 2, 1, 3)));
    }

    /** Cosines or sines [samples or 1, positions, 1, pairs]. */
    private static String angles(OnnxSteps steps, OnnxNode node, int input, int positions, int half) {
        String table = node.input(input);
        if (!node.input(3).isEmpty()) {
            table = steps.step("Gather", table, node.input(3));
        }
        List<Integer> extents = steps.extents(table);
        int samples = extents.size() == 3 ? extents.get(0) : 1;
        if (extents.get(extents.size() - 1) != half || extents.get(extents.size() - 2) != positions) {
            throw node.refused(
                    "has cosines of the shape " + extents + " for " + positions + " positions and " + half + " pairs");
        }
        return steps.reshaped(table, List.of(samples, positions, 1, half));
    }
}
