package io.flatness.networks.engine;

/** Neumaier's sum. */
final class CompensatedSum {
    private CompensatedSum() {}

    /** Σ x in the order of the array; the error does not grow with the length. */
    static double of(double[] x) {
        double sum = 0;
        double lost = 0;
        for (double value : x) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }
        return Double.isFinite(lost) ? sum + lost : sum;
    }
}
