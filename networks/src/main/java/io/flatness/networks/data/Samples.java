package io.flatness.networks.data;

import io.flatness.networks.io.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples as read, before anything is known of the network.
 *
 * @param inputs sample after sample
 * @param count number of samples
 * @param shape of one sample, as the data have it
 * @param labels one number per sample or position, or null
 * @param targets row-major, one row per sample, or null
 * @param classes names of the classes that the labels number, where the data name them
 * @param parts of a sample, one after the other, for a network of several inputs; empty for one
 */
public record Samples(
        Storage inputs,
        int count,
        List<Integer> shape,
        double @Nullable [] labels,
        double @Nullable [] targets,
        List<String> classes,
        List<Part> parts) {
    /**
     * What one input of a network of several reads of a sample.
     *
     * @param input name of the input in the model
     * @param shape of its part
     */
    public record Part(String input, List<Integer> shape) {}

    /** Copies the lists. */
    public Samples {
        shape = List.copyOf(shape);
        classes = List.copyOf(classes);
        parts = List.copyOf(parts);
    }

    /** Samples whose classes have no names. */
    public Samples(
            Storage inputs, int count, List<Integer> shape, double @Nullable [] labels, double @Nullable [] targets) {
        this(inputs, count, shape, labels, targets, List.of(), List.of());
    }

    Samples withClasses(List<String> names) {
        return new Samples(inputs, count, shape, labels, targets, names, parts);
    }

    Samples withParts(List<Part> inputsOfSeveral) {
        return new Samples(inputs, count, shape, labels, targets, classes, inputsOfSeveral);
    }

    /** Elements of one sample. */
    public int sampleSize() {
        return count == 0 ? 0 : inputs.length() / count;
    }

    /** Target values per sample; 0 without targets. */
    public int targetWidth() {
        return targets == null || count == 0 ? 0 : targets.length / count;
    }

    /** Labels per sample: 1, or the number of positions; 0 without labels. */
    public int labelWidth() {
        return labels == null || count == 0 ? 0 : labels.length / count;
    }
}
