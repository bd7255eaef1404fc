package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Block;
import java.util.List;

/**
 * Where a layer stands in its network.
 *
 * @param name name of the layer in the model
 * @param inputs shapes of what it reads
 * @param output shape of what it computes
 * @param parameters its blocks of the parameter vector, in the order of {@link LayerSpec#parameters}
 * @param buffers its blocks of the buffer vector, in the order of {@link LayerSpec#buffers}
 */
public record Site(String name, List<Shape> inputs, Shape output, List<Block> parameters, List<Block> buffers) {
    /** Copies the lists. */
    public Site {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
    }

    /** The shape of its first input. */
    public Shape input() {
        return inputs.get(0);
    }
}
