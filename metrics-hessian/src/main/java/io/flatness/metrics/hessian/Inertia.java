package io.flatness.metrics.hessian;

/**
 * How many eigenvalues are positive, negative and zero up to a threshold.
 *
 * @param positive number above the threshold
 * @param negative number below minus the threshold
 * @param zero the others
 * @param threshold a share of the largest |eigenvalue|
 * @param certified whether no eigenvalue lies so close to ±threshold that its error could have moved it across
 * @param smallestCounted the smallest |eigenvalue| above the threshold; 0 when there is none
 * @param largestIgnored the largest |eigenvalue| below it; 0 when there is none
 */
record Inertia(
        int positive,
        int negative,
        int zero,
        double threshold,
        boolean certified,
        double smallestCounted,
        double largestIgnored) {
    /** Counts eigenvalues given in descending order. */
    static Inertia of(double[] eigenvalues, double tolerance) {
        double norm = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[eigenvalues.length - 1]));
        return of(eigenvalues, tolerance, SpectrumMeasure.roundingOf(eigenvalues.length, norm));
    }

    /** Counts eigenvalues given in descending order, each of which may be off by {@code error}. */
    static Inertia of(double[] eigenvalues, double tolerance, double error) {
        int n = eigenvalues.length;
        double norm = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[n - 1]));
        double threshold = tolerance * norm;
        int positive = 0;
        int negative = 0;
        double counted = Double.POSITIVE_INFINITY;
        double ignored = 0;
        for (double value : eigenvalues) {
            double size = Math.abs(value);
            if (size > threshold) {
                positive += value > 0 ? 1 : 0;
                negative += value < 0 ? 1 : 0;
                counted = Math.min(counted, size);
            } else {
                ignored = Math.max(ignored, size);
            }
        }
        // the threshold moves with the norm
        double margin = error * (1 + tolerance);
        boolean certified =
                (norm == 0 && error == 0) || (counted - margin > threshold && ignored + margin <= threshold);
        return new Inertia(
                positive,
                negative,
                n - positive - negative,
                threshold,
                certified,
                Double.isInfinite(counted) ? 0 : counted,
                ignored);
    }

    int rank() {
        return positive + negative;
    }
}
