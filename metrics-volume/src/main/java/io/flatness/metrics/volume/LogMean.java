package io.flatness.metrics.volume;

import io.flatness.numerics.ParetoTail;
import java.util.Optional;

/**
 * The logarithm of the mean of independent numbers given by their logarithms.
 *
 * @param value log of the mean
 * @param standardError of the value, by the delta method
 * @param effectiveSampleSize (Σw)² / Σw²
 * @param tail shape of the tail of the weights, −∞ for none
 * @param count of the numbers
 */
record LogMean(double value, double standardError, double effectiveSampleSize, double tail, int count) {
    /** Effective samples below which the error of a logarithm of a mean is not known. */
    static final int LEAST_EFFECTIVE = 100;
    /** Tail shape above which the mean has no standard error. */
    static final double HEAVIEST = 0.5;

    static LogMean of(double[] logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double v : logs) {
            largest = Math.max(largest, v);
        }
        int m = logs.length;
        if (largest == Double.NEGATIVE_INFINITY) {
            return new LogMean(largest, 0, 0, Double.NEGATIVE_INFINITY, m);
        }
        double sum = 0;
        for (double v : logs) {
            sum += Math.exp(v - largest);
        }
        double mean = sum / m;
        double squares = 0;
        double deviations = 0;
        for (double v : logs) {
            double w = Math.exp(v - largest);
            squares += w * w;
            deviations += (w - mean) * (w - mean);
        }
        double relative = Math.sqrt(deviations / (m - 1) / m) / mean;
        return new LogMean(largest + Math.log(mean), relative, sum * sum / squares, ParetoTail.shape(logs), m);
    }

    /** Why the mean and its error are not to be trusted; empty when they are. */
    Optional<String> doubt() {
        if (effectiveSampleSize < LEAST_EFFECTIVE) {
            return Optional.of(String.format(
                    java.util.Locale.ROOT,
                    "%.1f of %d samples carry the mean, fewer than the %d that an error needs",
                    effectiveSampleSize,
                    count,
                    LEAST_EFFECTIVE));
        }
        if (tail > HEAVIEST) {
            return Optional.of(String.format(
                    java.util.Locale.ROOT,
                    "the weights of the samples have a tail of shape %.2f, too heavy for an error (above %.1f)",
                    tail,
                    HEAVIEST));
        }
        return Optional.empty();
    }
}
