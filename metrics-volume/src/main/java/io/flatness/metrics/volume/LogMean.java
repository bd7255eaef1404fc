package io.flatness.metrics.volume;

/**
 * The logarithm of the mean of numbers given by their logarithms.
 *
 * @param value log of the mean
 * @param standardError of the value, by the delta method
 * @param effectiveSampleSize (Σw)² / Σw²
 */
record LogMean(double value, double standardError, double effectiveSampleSize) {
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
        return new LogMean(largest + Math.log(mean), relative, sum * sum / squares);
    }
}
