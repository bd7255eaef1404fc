package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The kernels of a network: one for each of its {@linkplain Stages stages}.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Assembly<A> {
    private final List<Step<A>> steps = new ArrayList<>();
    private final boolean shares;
    private final int output;

    Assembly(Network network, Arithmetic<A> arithmetic) {
        Stages stages = new Stages(network);
        int parameters = network.layout().size();
        Set<Integer> offsets = new HashSet<>();
        boolean several = false;
        for (Stages.Stage stage : stages.all()) {
            List<Block> blocks = stage.site().parameters();
            int end = blocks.stream().mapToInt(Block::end).max().orElse(0);
            boolean trainable = blocks.stream().anyMatch(block -> block.offset() < parameters);
            for (Block block : blocks) {
                several |= !offsets.add(block.offset());
            }
            steps.add(new Step<>(
                    stage.layer().kernel(stage.site(), arithmetic),
                    stage.inputs(),
                    stage.site().output(),
                    trainable,
                    trainable ? end : 0));
        }
        this.shares = several;
        this.output = stages.output();
    }

    List<Step<A>> steps() {
        return List.copyOf(steps);
    }

    /** The step whose output is the network's. */
    int output() {
        return output;
    }

    /** Whether some tensor has a part in several steps. */
    boolean shares() {
        return shares;
    }
}
