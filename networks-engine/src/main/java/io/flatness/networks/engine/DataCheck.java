package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.tile.Shape;

/** Whether data fit a network and its loss. */
final class DataCheck {
    private DataCheck() {}

    /**
     * Checks every sample.
     *
     * @throws IllegalArgumentException naming the sample, and the position where there are several
     */
    static void requireFit(Network network, DataSet data, Loss loss) {
        if (data.inputs().sampleSize() != network.inputSize()) {
            throw new IllegalArgumentException("a sample has " + data.inputs().sampleSize()
                    + " inputs but the network expects " + network.inputShape() + ", " + network.inputSize()
                    + " inputs");
        }
        requireIndices(network, data.inputs());
        requireTargets(network, data.targets(), loss);
    }

    private static void requireTargets(Network network, Targets targets, Loss loss) {
        int outputs = network.outputCount();
        if (targets.positions() != network.outputPositions()) {
            throw new IllegalArgumentException("a sample has " + targets.positions() + " targets but the network has "
                    + network.outputPositions() + " positions with outputs, of the shape "
                    + network.outputShape(network.output()));
        }
        if (targets.values() != null && targets.width() != outputs) {
            throw new IllegalArgumentException(
                    "a target has " + targets.width() + " values but the network has " + outputs + " outputs");
        }
        requireLabels(targets, loss.labels(outputs));
        double[] target = new double[outputs];
        boolean any = false;
        for (int row = 0; row < targets.rows(); row++) {
            if (targets.leavesOut(row)) {
                continue;
            }
            any = true;
            targets.read(row, target);
            try {
                loss.prepare(target);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(place(targets, row) + ": " + e.getMessage(), e);
            }
        }
        if (!any) {
            throw new IllegalArgumentException(
                    "every position has the label " + targets.ignored() + ", which leaves it out of the loss");
        }
    }

    private static void requireLabels(Targets targets, int classes) {
        int[] labels = targets.labels();
        for (int row = 0; labels != null && row < labels.length; row++) {
            if (!targets.leavesOut(row) && (labels[row] < 0 || labels[row] >= classes)) {
                throw new IllegalArgumentException(place(targets, row) + " has the label " + labels[row]
                        + " but there are " + classes + " classes (0 … " + (classes - 1) + ")"
                        + (targets.positions() > 1
                                ? "; positions labelled " + targets.ignored() + " are left out"
                                : ""));
            }
        }
    }

    private static String place(Targets targets, int row) {
        int positions = targets.positions();
        return "sample " + row / positions + (positions > 1 ? ", position " + row % positions : "");
    }

    /** Inputs that are indices into a table lie in it. */
    private static void requireIndices(Network network, Inputs inputs) {
        double[] sample = new double[network.inputSize()];
        for (Node node : network.nodes()) {
            if (node.layer() instanceof Embedding table && node.inputs().get(0) < 0) {
                int input = -1 - node.inputs().get(0);
                int from = network.inputs().subList(0, input).stream()
                        .mapToInt(Shape::size)
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
