package io.flatness.networks.data;

import io.flatness.spi.InvalidParameterException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which samples of a file are used: those of [from, to), in file order.
 *
 * @param key of the data, for messages
 * @param from first sample, counted from 0
 * @param to sample after the last; {@link Integer#MAX_VALUE} for all there are
 * @param stated whether the experiment names the end, so that it must exist
 */
record Selection(String key, int from, int to, boolean stated) {
    /** What {@code range} and {@code samples} say together: the first {@code samples} of the range. */
    static Selection of(String key, @Nullable Integer samples, int @Nullable [] range) {
        if (samples != null && samples < 1) {
            throw new InvalidParameterException(key + ".samples", "samples is " + samples + "; it must be at least 1");
        }
        int from = 0;
        int to = Integer.MAX_VALUE;
        if (range != null) {
            if (range.length != 2 || range[0] < 0 || range[1] <= range[0]) {
                throw new InvalidParameterException(
                        key + ".range",
                        "range is " + Arrays.toString(range)
                                + "; it must be [a, b] with 0 ≤ a < b and means the samples a to b − 1");
            }
            from = range[0];
            to = range[1];
        }
        if (samples != null) {
            to = (int) Math.min(to, from + (long) samples);
        }
        return new Selection(key, from, to, samples != null || range != null);
    }

    /** How many of so many samples are selected. */
    int count(int available) {
        if (stated && available < to) {
            throw new InvalidParameterException(
                    key, "the samples " + from + " to " + (to - 1) + " are asked for, but there are only " + available);
        }
        return Math.min(to, available) - from;
    }

    /** The selected ones of the samples [0, read). */
    Samples of(Samples read) {
        count(read.count());
        int end = Math.min(to, read.count());
        if (from == 0 && end == read.count()) {
            return read;
        }
        int size = read.sampleSize();
        int width = read.targetWidth();
        return new Samples(
                read.inputs().slice(from * size, end * size),
                end - from,
                read.shape(),
                slice(read.labels(), from * read.labelWidth(), end * read.labelWidth()),
                slice(read.targets(), from * width, end * width),
                read.classes(),
                read.parts());
    }

    private static double @Nullable [] slice(double @Nullable [] values, int from, int to) {
        return values == null ? null : Arrays.copyOfRange(values, from, to);
    }
}
