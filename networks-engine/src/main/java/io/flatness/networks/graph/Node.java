package io.flatness.networks.graph;

import io.flatness.networks.layer.LayerSpec;
import java.util.List;

/**
 * A layer in a network.
 *
 * @param name unique in the network
 * @param layer what it computes
 * @param inputs indices of the nodes it reads, −1 for the network's input
 * @param tensors names of its parameters and then its buffers; empty for {@code name.weight}, {@code name.bias} …
 */
public record Node(String name, LayerSpec layer, List<Integer> inputs, List<String> tensors) {
    /** Copies the lists. */
    public Node {
        inputs = List.copyOf(inputs);
        tensors = List.copyOf(tensors);
    }

    /** A node whose tensors are called after it. */
    public Node(String name, LayerSpec layer, Integer... inputs) {
        this(name, layer, List.of(inputs), List.of());
    }
}
