package io.flatness.networks.io;

import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Binary;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Gather;
import io.flatness.networks.layer.MatMul;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Slice;
import io.flatness.networks.layer.Softmax;
import io.flatness.networks.layer.Where;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Attention written with products of matrices, as one layer each, whose heads transforms then see.
 *
 * <p>softmax(s Q Kᵀ + mask) V is found by what it computes and not by how an exporter wrote it: the elements of queries,
 * keys, values and the result are followed back through all layers that only move elements. What does not come out as heads of
 * consecutive features of [positions, features] stays as it is.
 */
final class AttentionFusion {
    private static final double HIDDEN = -1e9;

    private final ModelBuilder from;

    AttentionFusion(ModelBuilder from) {
        this.from = from;
    }

    /** Heads of rows: head h, feature i of every position is unit {@code units[h][i]} of a layer [positions, features]. */
    private record Heads(int layer, int positions, int[][] units, double factor) {}

    /** What an attention reads. */
    private record Found(Heads queries, Heads keys, Heads values, double scale, List<Integer> masks) {}

    /** Copies the network into another builder, attentions as layers; returns the place of its output there. */
    int into(ModelBuilder to, int output) {
        int[] place = new int[from.size()];
        for (int i = 0; i < place.length; i++) {
            Optional<Found> found = attention(i);
            Node node = from.node(i);
            List<Integer> inputs = node.inputs().stream()
                    .map(input -> input < 0 ? input : Integer.valueOf(place[input]))
                    .toList();
            place[i] = found.isPresent() ? write(to, node.name(), found.get(), place) : to.copy(from, i, inputs);
        }
        return output < 0 ? output : place[output];
    }

    private Optional<Found> attention(int layer) {
        Shape shape = from.shape(layer);
        if (!(from.node(layer).layer() instanceof Reshape) || shape.rank() != 2) {
            return Optional.empty();
        }
        Origins result = Origins.of(from, layer);
        if (result.layer() < 0
                || !(from.node(result.layer()).layer() instanceof MatMul mixing)
                || mixing.transposeLeft()
                || mixing.transposeRight()
                || result.factor() != 1) {
            return Optional.empty();
        }
        List<Integer> mixed = from.shape(result.layer()).extents();
        int[] matrices = leading(mixed);
        if (matrices.length == 0 || !isHeadsSideBySide(result.element(), shape, mixed)) {
            return Optional.empty();
        }
        int heads = matrices[0];
        int weights = from.node(result.layer()).inputs().get(0);
        Optional<Heads> values = heads(from.node(result.layer()).inputs().get(1), heads, false);
        if (values.isEmpty()
                || weights < 0
                || !(from.node(weights).layer() instanceof Softmax softmax)
                || softmax.log()
                || from.shape(weights).axis(softmax.axis())
                        != from.shape(weights).rank() - 1) {
            return Optional.empty();
        }
        return scores(from.node(weights).inputs().get(0), heads, values.get());
    }

    /** Queries times keys, scaled and masked. */
    private Optional<Found> scores(int layer, int heads, Heads values) {
        List<Integer> masks = new ArrayList<>();
        int at = layer;
        while (at >= 0 && isMask(from.node(at), at)) {
            Node node = from.node(at);
            boolean hides = node.layer() instanceof Where;
            int mask = hides ? at : maskOf(node, at);
            masks.add(mask);
            at = hides
                    ? node.inputs().get(2)
                    : node.inputs().get(mask == node.inputs().get(0) ? 1 : 0);
        }
        double factor = 1;
        Origins product = Origins.of(from, at);
        for (int i = 0; i < product.element().length; i++) {
            if (product.element()[i] != i) {
                return Optional.empty();
            }
        }
        factor *= product.factor();
        if (product.layer() < 0
                || !(from.node(product.layer()).layer() instanceof MatMul scalar)
                || scalar.transposeLeft()) {
            return Optional.empty();
        }
        Node node = from.node(product.layer());
        Optional<Heads> queries = heads(node.inputs().get(0), heads, false);
        Optional<Heads> keys = heads(node.inputs().get(1), heads, !scalar.transposeRight());
        boolean broadcast = masks.stream().allMatch(mask -> from.shape(mask).rank() <= 3 || isFixed(mask));
        if (queries.isEmpty() || keys.isEmpty() || masks.size() > 1 || !broadcast) {
            return Optional.empty();
        }
        double scale = factor * queries.get().factor() * keys.get().factor();
        boolean usable = values.factor() == 1 && scale != 0 && keys.get().positions() == values.positions();
        return usable ? Optional.of(new Found(queries.get(), keys.get(), values, scale, masks)) : Optional.empty();
    }

    /** Whether a node adds a mask to scores, or hides some of them. */
    private boolean isMask(Node node, int at) {
        if (node.layer() instanceof Where) {
            return node.inputs().stream().limit(2).allMatch(this::isConstant)
                    && leading(from.shape(at).extents()).length > 0;
        }
        return node.layer() instanceof Binary binary
                && binary.operation() == Binary.Operation.ADD
                && maskOf(node, at) != Integer.MIN_VALUE;
    }

    /** The one of two terms that is no product of matrices. */
    private int maskOf(Node node, int at) {
        for (int i = 0; i < 2; i++) {
            int other = node.inputs().get(1 - i);
            boolean product = from.shape(other).extents().equals(from.shape(at).extents()) && leadsToProduct(other);
            if (product && !leadsToProduct(node.inputs().get(i))) {
                return node.inputs().get(i);
            }
        }
        return Integer.MIN_VALUE;
    }

    private boolean leadsToProduct(int layer) {
        int origin = Origins.of(from, layer).layer();
        boolean again = origin >= 0
                && (from.node(origin).layer() instanceof Binary
                        || from.node(origin).layer() instanceof Where);
        return origin >= 0 && from.node(origin).layer() instanceof MatMul
                || again && from.node(origin).inputs().stream().anyMatch(this::leadsToProduct);
    }

    private boolean isFixed(int mask) {
        return from.node(mask).layer() instanceof Where || isConstant(mask);
    }

    private boolean isConstant(int layer) {
        int origin = Origins.of(from, layer).layer();
        return origin >= 0 && from.node(origin).layer() instanceof Constant;
    }

    /** Heads, where matrices [heads, …] are; leading extents of 1 do not count. None where there are more axes. */
    private static int[] leading(List<Integer> extents) {
        int heads = 1;
        for (int axis = 0; axis < extents.size() - 2; axis++) {
            if (heads != 1 && extents.get(axis) != 1) {
                return new int[0];
            }
            heads *= extents.get(axis);
        }
        return extents.size() < 2 ? new int[0] : new int[] {heads};
    }

    /** Whether rows [positions, heads · features] hold matrices [heads, positions, features] head by head. */
    private static boolean isHeadsSideBySide(int[] element, Shape rows, List<Integer> mixed) {
        int features = mixed.get(mixed.size() - 1);
        int positions = mixed.get(mixed.size() - 2);
        boolean same = rows.extent(0) == positions && rows.size() == element.length;
        for (int k = 0; same && k < element.length; k++) {
            int unit = k % rows.extent(1);
            same = element[k] == (unit / features * positions + k / rows.extent(1)) * features + unit % features;
        }
        return same;
    }

    /** An operand [heads, positions, features], or [heads, features, positions], as units of rows. */
    private Optional<Heads> heads(int layer, int heads, boolean turned) {
        List<Integer> extents = from.shape(layer).extents();
        int[] own = leading(extents);
        Origins origins = Origins.of(from, layer);
        if (origins.layer() < 0
                || own.length == 0
                || own[0] != heads
                || from.shape(origins.layer()).rank() != 2) {
            return Optional.empty();
        }
        Shape rows = from.shape(origins.layer());
        int last = extents.get(extents.size() - 1);
        int first = extents.get(extents.size() - 2);
        int positions = turned ? last : first;
        int features = turned ? first : last;
        int[][] units = new int[heads][features];
        boolean regular = rows.extent(0) == positions;
        for (int h = 0; regular && h < heads; h++) {
            for (int t = 0; regular && t < positions; t++) {
                for (int i = 0; regular && i < features; i++) {
                    int k = (h * first + (turned ? i : t)) * last + (turned ? t : i);
                    int unit = origins.element()[k] - t * rows.extent(1);
                    units[h][i] = t == 0 ? unit : units[h][i];
                    regular = unit == units[h][i] && unit >= 0 && unit < rows.extent(1);
                }
            }
        }
        return regular ? Optional.of(new Heads(origins.layer(), positions, units, origins.factor())) : Optional.empty();
    }

    private int write(ModelBuilder to, String name, Found found, int[] place) {
        int heads = found.queries().units().length;
        int groups = groups(found);
        List<Integer> inputs = new ArrayList<>(List.of(
                operand(to, name + ".queries", found.queries(), heads, place),
                operand(to, name + ".keys", found.keys(), groups, place),
                operand(to, name + ".values", found.values(), groups, place)));
        boolean causal = false;
        for (int mask : found.masks()) {
            double[] hidden = hidden(
                    mask, heads, found.queries().positions(), found.keys().positions());
            causal = isCausal(hidden, found.queries().positions(), found.keys().positions());
            if (causal) {
                continue;
            }
            if (hidden.length == 0) {
                inputs.add(place[mask]);
            } else {
                List<Integer> extents =
                        List.of(heads, found.queries().positions(), found.keys().positions());
                Tensor tensor = new Tensor(to.uniqueTensor(name + ".mask"), extents, new Storage.Float64(hidden));
                inputs.add(to.add(name + ".mask", new Constant(extents), List.of(), List.of(tensor)));
            }
        }
        return to.add(name, new Attention(heads, groups, causal, found.scale()), inputs, List.of());
    }

    /** Number of heads of keys and values that differ; as many as there are where they are not shared alike. */
    private static int groups(Found found) {
        int[][] keys = found.keys().units();
        int[][] values = found.values().units();
        int heads = keys.length;
        int shared = 1;
        while (shared < heads && Arrays.equals(keys[shared], keys[0]) && Arrays.equals(values[shared], values[0])) {
            shared++;
        }
        for (int h = 0; h < heads; h++) {
            int first = h / shared * shared;
            if (heads % shared != 0
                    || !Arrays.equals(keys[h], keys[first])
                    || !Arrays.equals(values[h], values[first])) {
                return heads;
            }
        }
        return heads / shared;
    }

    /** The rows whose units are those of the heads, group by group. */
    private int operand(ModelBuilder to, String name, Heads heads, int groups, int[] place) {
        int shared = heads.units().length / groups;
        List<Integer> units = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            for (int unit : heads.units()[g * shared]) {
                units.add(unit);
            }
        }
        int layer = place[heads.layer()];
        boolean run = true;
        for (int i = 0; i < units.size(); i++) {
            run &= units.get(i) == units.get(0) + i;
        }
        if (run && units.size() == from.shape(heads.layer()).extent(1)) {
            return layer;
        }
        return to.add(
                name,
                run
                        ? new Slice(1, units.get(0), units.get(0) + units.size(), 1)
                        : new Gather(1, units, List.of(units.size())),
                layer);
    }

    /** What a mask of fixed numbers adds to each score; none where it is computed. */
    private double[] hidden(int mask, int heads, int rows, int columns) {
        Node node = from.node(mask);
        double[] scores = new double[heads * rows * columns];
        if (node.layer() instanceof Where) {
            double[] condition = numbers(node.inputs().get(0), heads, rows, columns);
            double[] chosen = numbers(node.inputs().get(1), heads, rows, columns);
            for (int i = 0; i < scores.length; i++) {
                scores[i] = condition[i] != 0 ? chosen[i] : 0;
            }
            return scores;
        }
        return isConstant(mask) ? numbers(mask, heads, rows, columns) : new double[0];
    }

    private double[] numbers(int layer, int heads, int rows, int columns) {
        Origins origins = Origins.of(from, layer);
        double[] values = from.buffer(origins.layer());
        List<Integer> extents = from.shape(layer).extents();
        int[] target = {heads, rows, columns};
        double[] all = new double[heads * rows * columns];
        for (int k = 0; k < all.length; k++) {
            int at = 0;
            int[] place = {k / columns / rows, k / columns % rows, k % columns};
            for (int axis = 0; axis < extents.size(); axis++) {
                int own = axis - extents.size() + target.length;
                at = at * extents.get(axis) + (own < 0 || extents.get(axis) == 1 ? 0 : place[own]);
            }
            all[k] = origins.factor() * values[origins.element()[at]];
        }
        return all;
    }

    /** Whether all keys behind a query are hidden, and none before it. */
    private static boolean isCausal(double[] hidden, int rows, int columns) {
        boolean causal = rows == columns && hidden.length > 0 && rows > 1;
        for (int k = 0; causal && k < hidden.length; k++) {
            boolean behind = k % columns > k / columns % rows;
            causal = behind ? hidden[k] <= HIDDEN : hidden[k] == 0;
        }
        return causal;
    }
}
