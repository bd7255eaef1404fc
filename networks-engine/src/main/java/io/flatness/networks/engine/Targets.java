package io.flatness.networks.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the outputs should be: labels, values, or values with the labels behind them. Immutable; keeps the arrays.
 *
 * <p>Where a network answers for each position of a sequence, there is a label or a row of values for each position, sample
 * after sample.
 *
 * @param labels class of each row, or null
 * @param values row-major; null when the labels say it all (one-hot)
 * @param width values per row; 0 without values
 * @param positions rows per sample
 * @param ignored label of the rows that are left out of the loss
 */
public record Targets(int @Nullable [] labels, double @Nullable [] values, int width, int positions, int ignored) {
    /** The label that leaves a position out, unless another is named. */
    public static final int IGNORED = -100;

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
        int rows = labels != null ? labels.length : values == null ? 0 : values.length / width;
        if (positions < 1 || rows % positions != 0) {
            throw new IllegalArgumentException(
                    rows + " rows of targets are no whole number of samples of " + positions + " positions");
        }
    }

    /** Targets of samples with one row each. */
    public Targets(int @Nullable [] labels, double @Nullable [] values, int width) {
        this(labels, values, width, 1, IGNORED);
    }

    /** Class labels, counted from 0. */
    public static Targets labels(int... labels) {
        return new Targets(labels, null, 0);
    }

    /**
     * Class labels of each position.
     *
     * @param labels row-major, {@code positions} per sample
     * @param ignored the label of positions that are left out
     */
    public static Targets positions(int[] labels, int positions, int ignored) {
        return new Targets(labels, null, 0, positions, ignored);
    }

    /** Values, row-major, {@code width} per sample. */
    public static Targets values(double[] values, int width) {
        return new Targets(null, values, width);
    }

    /** Number of rows: samples times positions. */
    public int rows() {
        if (labels != null) {
            return labels.length;
        }
        return values == null ? 0 : values.length / width;
    }

    /** Number of samples. */
    public int count() {
        return rows() / positions;
    }

    /** Whether a row is left out of the loss; only sequences have such rows. */
    boolean leavesOut(int row) {
        return positions > 1 && labels != null && labels[row] == ignored;
    }

    /**
     * Writes the target of a row to {@code into}, one-hot when there are labels alone.
     *
     * @param into one element per output of the network
     */
    void read(int row, double[] into) {
        if (values != null) {
            System.arraycopy(values, row * width, into, 0, width);
        } else if (labels != null) {
            Arrays.fill(into, 0);
            if (into.length == 1) {
                into[0] = labels[row];
            } else {
                into[labels[row]] = 1;
            }
        }
    }
}
