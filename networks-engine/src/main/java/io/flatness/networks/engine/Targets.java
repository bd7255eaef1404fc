package io.flatness.networks.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the outputs should be: labels, values, or values with the labels behind them. Immutable; keeps the arrays.
 *
 * @param labels class of each sample, or null
 * @param values row-major, one row per sample; null when the labels say it all (one-hot)
 * @param width values per sample; 0 without values
 */
public record Targets(int @Nullable [] labels, double @Nullable [] values, int width) {
    /** Checks that there is something and that the sizes agree. */
    public Targets {
        if (labels == null && values == null) {
            throw new IllegalArgumentException("there are neither labels nor values");
        }
        if (values != null && (width < 1 || values.length % width != 0)) {
            throw new IllegalArgumentException(
                    values.length + " target values are no whole number of rows of " + width);
        }
        if (labels != null && values != null && labels.length * (long) width != values.length) {
            throw new IllegalArgumentException(
                    labels.length + " labels but " + values.length / width + " rows of target values");
        }
    }

    /** Class labels, counted from 0. */
    public static Targets labels(int... labels) {
        return new Targets(labels, null, 0);
    }

    /** Values, row-major, {@code width} per sample. */
    public static Targets values(double[] values, int width) {
        return new Targets(null, values, width);
    }

    /** Number of samples. */
    public int count() {
        if (labels != null) {
            return labels.length;
        }
        return values == null ? 0 : values.length / width;
    }

    /**
     * Writes the target of a sample to {@code into}, one-hot when there are labels alone.
     *
     * @param into one element per output of the network
     */
    void read(int sample, double[] into) {
        if (values != null) {
            System.arraycopy(values, sample * width, into, 0, width);
        } else if (labels != null) {
            Arrays.fill(into, 0);
            if (into.length == 1) {
                into[0] = labels[sample];
            } else {
                into[labels[sample]] = 1;
            }
        }
    }
}
