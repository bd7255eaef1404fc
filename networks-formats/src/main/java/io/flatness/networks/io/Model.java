package io.flatness.networks.io;

import io.flatness.networks.graph.Network;
import java.util.List;

/**
 * A network with its weights, as a file holds it.
 *
 * @param network the graph of layers
 * @param theta its parameters, in the network's layout
 * @param buffers its statistics, in the network's buffer layout
 * @param ending what the file puts after the outputs that the loss reads
 * @param channelsLast whether the file reads images as [height, width, channels]; the network here always reads [channels,
 *     height, width]
 * @param inputs names of its inputs in the file; empty when it has one without a name
 */
public record Model(
        Network network, double[] theta, double[] buffers, Ending ending, boolean channelsLast, List<String> inputs) {
    /** A last step of a file that turns outputs into probabilities; it belongs to the loss and was taken off. */
    public enum Ending {
        /** Nothing was taken off. */
        NONE,
        /** Softmax or its logarithm; cross-entropy takes it in. */
        SOFTMAX,
        /** The logistic sigmoid; logistic loss takes it in. */
        SIGMOID
    }

    /** A model whose only input has no name. */
    public Model(Network network, double[] theta, double[] buffers, Ending ending, boolean channelsLast) {
        this(network, theta, buffers, ending, channelsLast, List.of());
    }

    Model reading(List<String> names) {
        return new Model(network, theta, buffers, ending, channelsLast, names);
    }

    /** Checks the lengths. */
    public Model {
        inputs = List.copyOf(inputs);
        network.layout().requireVector(theta);
        if (buffers.length != network.buffers().size()) {
            throw new IllegalArgumentException(buffers.length + " buffers, but the network has "
                    + network.buffers().size());
        }
    }

    /** A sample in the order of the file as the network here reads it: element {@code i} is element {@code order[i]} there. */
    public int[] inputOrder() {
        List<Integer> extents = network.inputShape().extents();
        int[] order = new int[network.inputSize()];
        for (int i = 0; i < order.length; i++) {
            order[i] = channelsLast ? ChannelOrder.last(i, extents.get(0), order.length / extents.get(0)) : i;
        }
        return order;
    }
}
