package io.flatness.networks.layer;

import io.flatness.spi.loss.Block;
import java.util.List;

/**
 * A layer inside a layer.
 *
 * @param layer what it computes
 * @param inputs indices of the parts it reads, −1 − i for input i of the whole
 * @param parameters its blocks, which lie in those of the whole
 */
public record Part(LayerSpec layer, List<Integer> inputs, List<Block> parameters) {
    /** Copies the lists. */
    public Part {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
    }

    /** A part without tensors. */
    Part(LayerSpec layer, Integer... inputs) {
        this(layer, List.of(inputs), List.of());
    }
}
