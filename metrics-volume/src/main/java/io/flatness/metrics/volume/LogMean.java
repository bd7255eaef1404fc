package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;

/**
 * The logarithm of the mean of numbers given by their logarithms.
 *
 * @param value log of the mean
 * @param standardError of the value, by the delta method; the spread of the logarithms where few samples carry the mean
 * @param effectiveSampleSize (Σw)² / Σw²
 */
record LogMean(double value, double standardError, double effectiveSampleSize) {
    /** Effective sample size below which the logarithm of the mean says little. */
    private static final double RELIABLE = 10;

    static LogMean of(double[] logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double v : logs) {
            largest = Math.max(largest, v);
        }
        int m = logs.length;
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
        double effective = sum * sum / squares;
        // A mean that few samples carry can be off by as much as the samples differ.
        double error = effective >= RELIABLE ? relative : Math.max(relative, spread(logs));
        return new LogMean(largest + Math.log(mean), error, effective);
    }

    /** Standard deviation of the logarithms themselves; those of zeros are left out. */
    private static double spread(double[] logs) {
        int count = 0;
        double mean = 0;
        double squares = 0;
        for (double v : logs) {
            if (Double.isFinite(v)) {
                count++;
                double before = v - mean;
                mean += before / count;
                squares += before * (v - mean);
            }
        }
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    /** An estimate that is converged when enough samples carry it. */
    Measurement estimate(double shifted, boolean complete) {
        return Measurement.estimate(shifted, standardError)
                .converged(complete && effectiveSampleSize >= RELIABLE)
                .with("effectiveSampleSize", effectiveSampleSize);
    }

    /** What to say of an estimate that few samples carry; empty otherwise. */
    String warning() {
        return effectiveSampleSize >= RELIABLE
                ? ""
                : "; the effective sample size is below " + (int) RELIABLE + ": not reliable, and biased low";
    }
}
