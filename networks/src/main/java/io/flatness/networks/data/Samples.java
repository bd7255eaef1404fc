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
 * @param labels one number per sample, or null
 * @param targets row-major, one row per sample, or null
 */
public record Samples(
        Storage inputs, int count, List<Integer> shape, double @Nullable [] labels, double @Nullable [] targets) {
    /** Copies the shape. */
    public Samples {
        shape = List.copyOf(shape);
    }

    /** Elements of one sample. */
    public int sampleSize() {
        return count == 0 ? 0 : inputs.length() / count;
    }

    /** Target values per sample; 0 without targets. */
    public int targetWidth() {
        return targets == null || count == 0 ? 0 : targets.length / count;
    }
}
