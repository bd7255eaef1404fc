package io.flatness.numerics;

import java.util.Arrays;

/**
 * How heavy the tail of positive weights is: the shape k of a generalized Pareto distribution fitted to the largest ones.
 *
 * <p>Moments of order 1/k and above do not exist: above ½ the weights have no variance, so that a standard error of their
 * mean says nothing; above 0.7 even a smoothed mean is not to be trusted. Sources: Zhang and Stephens (2009),
 * Technometrics 51; Vehtari et al. (2024), J. Mach. Learn. Res. 25.
 */
public final class ParetoTail {
    private static final int LEAST = 5;
    /** Weight of the prior guess k = ½ in tail samples. */
    private static final double PRIOR = 10;

    private ParetoTail() {}

    /**
     * The shape of the tail of weights given by their logarithms; −∞ where too few weights differ to have one.
     *
     * @param logWeights any order; not modified
     */
    public static double shape(double[] logWeights) {
        double[] sorted = logWeights.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        int tail = (int) Math.min(0.2 * count, 3 * Math.sqrt(count));
        if (tail < LEAST) {
            return Double.NEGATIVE_INFINITY;
        }
        double largest = sorted[count - 1];
        double cut = Math.exp(sorted[count - tail - 1] - largest);
        double[] excess = new double[tail];
        for (int i = 0; i < tail; i++) {
            excess[i] = Math.exp(sorted[count - tail + i] - largest) - cut;
        }
        // Weights that agree to a thousandth have no tail that matters.
        if (!(excess[tail - 1] > 1e-3) || excess[tail / 4] <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double k = fit(excess);
        return (tail * k + PRIOR * 0.5) / (tail + PRIOR);
    }

    /** Of excesses in ascending order. */
    static double fit(double[] x) {
        int n = x.length;
        int grid = 30 + (int) Math.sqrt(n);
        double quartile = x[(int) Math.floor(n / 4.0 + 0.5) - 1];
        double[] b = new double[grid];
        double[] likelihood = new double[grid];
        for (int j = 0; j < grid; j++) {
            b[j] = (1 - Math.sqrt(grid / (j + 0.5))) / (3 * quartile) + 1 / x[n - 1];
            double k = shape(b[j], x);
            likelihood[j] = n * (Math.log(-b[j] / k) - k - 1);
        }
        double sum = 0;
        double total = 0;
        for (int j = 0; j < grid; j++) {
            double inverse = 0;
            for (double other : likelihood) {
                inverse += Math.exp(other - likelihood[j]);
            }
            sum += b[j] / inverse;
            total += 1 / inverse;
        }
        return shape(sum / total, x);
    }

    private static double shape(double b, double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += Math.log1p(-b * v);
        }
        return sum / x.length;
    }
}
