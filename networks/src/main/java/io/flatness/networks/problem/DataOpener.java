package io.flatness.networks.problem;

import io.flatness.networks.data.Samples;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.graph.Network;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.Storage;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.spi.InvalidParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Samples as the data set of a network and a loss.
 *
 * @param key the key of the data in the experiment, for messages
 * @param ignored the label of positions that are left out
 */
record DataOpener(String key, Model model, Loss loss, int ignored) {
    private Network network() {
        return model.network();
    }

    /** Inputs and targets as the data have them. */
    DataSet open(Samples samples, double scale) {
        return new DataSet(inputs(samples, scale), targets(samples));
    }

    /** Inputs with targets that mean nothing yet. */
    DataSet untargeted(Samples samples, double scale) {
        int positions = network().outputPositions();
        int[] none = new int[samples.count() * positions];
        return new DataSet(
                inputs(samples, scale),
                positions == 1 ? Targets.labels(none) : Targets.positions(none, positions, Targets.IGNORED));
    }

    /** Inputs with the given rows of values as targets. */
    DataSet withTargets(Samples samples, double scale, double[] values) {
        return new DataSet(
                inputs(samples, scale), Targets.values(values, network().outputCount()));
    }

    private Inputs inputs(Samples samples, double scale) {
        int size = samples.sampleSize();
        if (size != network().inputSize()) {
            throw new InvalidParameterException(
                    key,
                    "a sample has " + size + " features (shape " + samples.shape() + "), but the network reads "
                            + network().inputSize() + " (shape " + network().inputShape() + ")");
        }
        Storage inputs = samples.parts().isEmpty() ? samples.inputs() : arranged(samples);
        if (inputs != samples.inputs()) {
            return Inputs.doubles(inputs.toDoubles(), size, scale);
        }
        Storage values = turns(samples) ? samples.inputs().reordered(model.inputOrder()) : samples.inputs();
        if (values instanceof Storage.Uint8 bytes) {
            return Inputs.bytes(bytes.values(), size, scale);
        }
        if (values instanceof Storage.Float32 floats) {
            return Inputs.floats(floats.values(), size, scale);
        }
        return Inputs.doubles(values.toDoubles(), size, scale);
    }

    /** The parts of a sample in the order in which the network reads them. */
    private Storage arranged(Samples samples) {
        List<String> names = samples.parts().stream().map(Samples.Part::input).toList();
        if (!Set.copyOf(names).equals(Set.copyOf(model.inputs()))) {
            throw new InvalidParameterException(
                    key + ".inputs",
                    "the network has the inputs " + model.inputs() + ", but the data give " + names
                            + "; name an array for each, as in inputs: {input: array}");
        }
        int size = samples.sampleSize();
        int[] order = new int[size];
        int at = 0;
        for (int i = 0; i < model.inputs().size(); i++) {
            int part = names.indexOf(model.inputs().get(i));
            int from = 0;
            for (int k = 0; k < part; k++) {
                from += length(samples.parts().get(k));
            }
            int length = length(samples.parts().get(part));
            if (length != network().inputs().get(i).size()) {
                throw new InvalidParameterException(
                        key + ".inputs",
                        "the input " + model.inputs().get(i) + " has the shape "
                                + network().inputs().get(i) + ", but a sample of the data has "
                                + samples.parts().get(part).shape());
            }
            for (int k = 0; k < length; k++) {
                order[at++] = from + k;
            }
        }
        return samples.inputs().reordered(order);
    }

    private static int length(Samples.Part part) {
        return part.shape().stream().reduce(1, Math::multiplyExact);
    }

    /** Whether the images have their channels last, as the file reads them; data that state [channels, …] have not. */
    private boolean turns(Samples samples) {
        return model.channelsLast()
                && !samples.shape().equals(network().inputShape().extents());
    }

    private Targets targets(Samples samples) {
        double[] values = samples.targets();
        if (values != null) {
            if (samples.targetWidth() != network().outputCount()) {
                throw new InvalidParameterException(
                        key + ".targets",
                        "a sample has " + samples.targetWidth() + " targets, but the network has "
                                + network().outputCount() + " outputs");
            }
            return checked(Targets.values(values, network().outputCount()), values);
        }
        double[] labels = samples.labels();
        if (labels == null) {
            throw new InvalidParameterException(
                    key, "the data have neither labels nor targets; add them, or set targets: teacher");
        }
        int positions = network().outputPositions();
        if (samples.labelWidth() != positions) {
            throw new InvalidParameterException(
                    key,
                    "a sample has " + samples.labelWidth() + " labels, but the network has outputs at " + positions
                            + (positions == 1 ? " position" : " positions") + ", so that as many are expected");
        }
        if (positions > 1) {
            return byPosition(labels, positions);
        }
        if (network().outputCount() == 1) {
            return single(labels);
        }
        int[] classes = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            classes[i] = label(labels[i], i);
        }
        return Targets.labels(classes);
    }

    private Targets byPosition(double[] labels, int positions) {
        if (!(loss instanceof SoftmaxCrossEntropy)) {
            throw new InvalidParameterException(
                    "loss",
                    "the network has outputs at " + positions + " positions; that goes with cross-entropy alone");
        }
        int[] classes = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            classes[i] = labels[i] == ignored ? ignored : label(labels[i], i / positions);
        }
        try {
            return Targets.positions(classes, positions, ignored);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException(key, String.valueOf(e.getMessage()), e);
        }
    }

    private int label(double label, int sample) {
        int classes = network().outputCount();
        if (label != Math.rint(label) || label < 0 || label >= classes) {
            throw new InvalidParameterException(
                    key,
                    "sample " + sample + " has the label " + number(label) + ", but the network has " + classes
                            + " outputs: labels must be integers from 0 to " + (classes - 1));
        }
        return (int) label;
    }

    /** Targets of a network with one output: −1 and +1 or 0 and 1 for logistic loss, any number for squared error. */
    private Targets single(double[] labels) {
        if (loss instanceof SoftmaxCrossEntropy) {
            throw new InvalidParameterException(
                    "loss", "cross-entropy needs one output per class, but the network has one output; use logistic");
        }
        if (!loss.classifies()) {
            return Targets.values(labels, 1);
        }
        boolean signs = false;
        boolean zeros = false;
        int[] classes = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != -1 && labels[i] != 0 && labels[i] != 1) {
                throw new InvalidParameterException(
                        key,
                        "sample " + i + " has the label " + number(labels[i])
                                + ", but logistic loss takes −1 and +1, or 0 and 1");
            }
            signs |= labels[i] == -1;
            zeros |= labels[i] == 0;
            classes[i] = labels[i] == 1 ? 1 : 0;
        }
        if (signs && zeros) {
            throw new InvalidParameterException(
                    key, "the labels hold both −1 and 0; logistic loss takes −1 and +1, or 0 and 1");
        }
        return Targets.labels(classes);
    }

    private Targets checked(Targets targets, double[] values) {
        int width = network().outputCount();
        for (int i = 0; i < targets.count(); i++) {
            double[] row = Arrays.copyOfRange(values, i * width, (i + 1) * width);
            try {
                loss.prepare(row);
            } catch (IllegalArgumentException e) {
                throw new InvalidParameterException(key + ".targets", "sample " + i + ": " + e.getMessage(), e);
            }
        }
        return targets;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
