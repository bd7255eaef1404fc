package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Embedding;
import java.util.List;

/** Whether the inputs of a network that are indices into a table lie in it. */
final class InputCheck {
    private InputCheck() {}

    /**
     * Checks every sample.
     *
     * @throws IllegalArgumentException naming sample, place and index
     */
    static void requireFit(Network network, Inputs inputs) {
        if (inputs.sampleSize() != network.inputSize()) {
            return;
        }
        double[] sample = new double[network.inputSize()];
        for (Node node : network.nodes()) {
            if (node.layer() instanceof Embedding table && node.inputs().get(0) < 0) {
                int input = -1 - node.inputs().get(0);
                int from = List.copyOf(network.inputs().subList(0, input)).stream()
                        .mapToInt(shape -> shape.size())
                        .sum();
                int size = network.inputs().get(input).size();
                for (int i = 0; i < inputs.count(); i++) {
                    inputs.read(i, sample, 0);
                    for (int k = 0; k < size; k++) {
                        double id = sample[from + k];
                        if (!(id >= 0 && id < table.rows() && id == Math.rint(id))) {
                            throw new IllegalArgumentException("sample " + i + " has the index " + text(id)
                                    + " at position " + k + ", but layer " + node.name() + " (" + table.type()
                                    + ") has " + table.rows() + " rows (0 … " + (table.rows() - 1) + ")");
                        }
                    }
                }
            }
        }
    }

    private static String text(double id) {
        return id == Math.rint(id) && Math.abs(id) < 1e15 ? Long.toString((long) id) : Double.toString(id);
    }
}
