package io.flatness.networks.graph;

import io.flatness.networks.layer.TensorSpec;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a network and their places.
 *
 * <p>Layers see one vector of weights, the parameters followed by the frozen tensors, and one of buffers, which begins with
 * the frozen tensors too: element k of the buffers is element layout.size() + k of the weights.
 *
 * @param layout the parameters
 * @param buffers frozen tensors, statistics and constants
 * @param frozen number of elements of the frozen tensors
 * @param weights for each name of a parameter or a frozen tensor its place among the weights
 * @param shared names of tensors that are used more than once
 */
record Tensors(
        ParameterLayout layout, ParameterLayout buffers, int frozen, Map<String, Block> weights, Set<String> shared) {
    Block parameter(String name) {
        Block block = weights.get(name);
        if (block == null) {
            throw new AssertionError("no weight is called " + name);
        }
        return block;
    }

    Block buffer(String name) {
        return buffers.block(name);
    }

    /** Collects tensors in the order in which layers name them. */
    static final class Collector {
        private final Set<String> frozen;
        private final Map<String, List<Integer>> parameters = new LinkedHashMap<>();
        private final Map<String, List<Integer>> statistics = new LinkedHashMap<>();
        private final Set<String> shared = new HashSet<>();

        Collector(Set<String> frozen) {
            this.frozen = frozen;
        }

        List<String> add(List<String> names, List<TensorSpec> specs, boolean weights) {
            for (int i = 0; i < specs.size(); i++) {
                String name = names.get(i);
                List<Integer> shape = specs.get(i).shape();
                if ((weights ? statistics : parameters).containsKey(name)) {
                    throw new IllegalArgumentException("uses the tensor " + name + " as a "
                            + (weights
                                    ? "parameter, but elsewhere it is a constant"
                                    : "constant, but elsewhere it is a parameter"));
                }
                List<Integer> before = (weights ? parameters : statistics).putIfAbsent(name, shape);
                if (before != null) {
                    if (!before.equals(shape)) {
                        throw new IllegalArgumentException("uses the tensor " + name + " with the shape " + shape
                                + ", but elsewhere it has the shape " + before);
                    }
                    shared.add(name);
                }
            }
            return List.copyOf(names);
        }

        Tensors tensors() {
            for (String name : frozen) {
                if (!parameters.containsKey(name)) {
                    throw new IllegalArgumentException("no parameter is called " + name + ", so it cannot be frozen;"
                            + " parameters: " + parameters.keySet());
                }
            }
            List<Block> free = new ArrayList<>();
            List<Block> fixed = new ArrayList<>();
            parameters.forEach((name, shape) -> append(frozen.contains(name) ? fixed : free, name, shape));
            int size = end(free);
            int held = end(fixed);
            Map<String, Block> weights = new LinkedHashMap<>();
            free.forEach(block -> weights.put(block.name(), block));
            fixed.forEach(
                    block -> weights.put(block.name(), new Block(block.name(), block.shape(), size + block.offset())));
            statistics.forEach((name, shape) -> append(fixed, name, shape));
            return new Tensors(
                    new ParameterLayout(free),
                    new ParameterLayout(fixed),
                    held,
                    Map.copyOf(weights),
                    Set.copyOf(shared));
        }

        private static void append(List<Block> to, String name, List<Integer> shape) {
            to.add(new Block(name, shape, end(to)));
        }

        private static int end(List<Block> blocks) {
            return blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).end();
        }
    }
}
