package io.flatness.numerics;

/**
 * What several Markov chains of the same length say of their convergence.
 *
 * @param mean over all draws
 * @param splitRhat √(pooled variance / variance within halves of chains), 1 when all halves agree; +∞ where halves are
 *     constant and differ
 * @param effectiveSampleSize of the mean, by the autocorrelation of the halves, at most the number of draws
 * @param standardError of the mean
 */
public record Chains(double mean, double splitRhat, double effectiveSampleSize, double standardError) {
    /**
     * Diagnoses one quantity.
     *
     * <p>Chains are split in halves, so that a trend shows as a disagreement. The autocorrelations are summed over Geyer's
     * initial positive pairs. Source: Vehtari et al. (2021), Bayesian Analysis 16.
     *
     * @param draws by chain, at least two chains of at least 8 draws, all of one length
     */
    public static Chains of(double[][] draws) {
        int half = draws[0].length / 2;
        int m = 2 * draws.length;
        double[][] halves = new double[m][];
        for (int c = 0; c < draws.length; c++) {
            halves[2 * c] = java.util.Arrays.copyOfRange(draws[c], 0, half);
            halves[2 * c + 1] = java.util.Arrays.copyOfRange(draws[c], draws[c].length - half, draws[c].length);
        }
        double[] means = new double[m];
        double mean = 0;
        for (int c = 0; c < m; c++) {
            for (double v : halves[c]) {
                means[c] += v / half;
            }
            mean += means[c] / m;
        }
        double between = 0;
        double within = 0;
        for (int c = 0; c < m; c++) {
            between += (means[c] - mean) * (means[c] - mean) / (m - 1);
            within += autocovariance(halves[c], means[c], 0) * half / (half - 1.0) / m;
        }
        double pooled = (half - 1.0) / half * within + between;
        if (pooled == 0) {
            return new Chains(mean, 1, (double) m * half, 0);
        }
        if (within == 0) {
            return new Chains(mean, Double.POSITIVE_INFINITY, draws.length, Math.sqrt(between / m));
        }
        double time = -1;
        for (int lag = 0; lag + 1 < half; lag += 2) {
            double pair = correlation(halves, means, lag, within, pooled)
                    + correlation(halves, means, lag + 1, within, pooled);
            if (pair <= 0) {
                break;
            }
            time += 2 * pair;
        }
        double draw = (double) m * half;
        double effective = Math.min(draw, draw / Math.max(time, 1 / Math.log10(draw)));
        return new Chains(mean, Math.sqrt(pooled / within), effective, Math.sqrt(pooled / effective));
    }

    private static double correlation(double[][] halves, double[] means, int lag, double within, double pooled) {
        double covariance = 0;
        for (int c = 0; c < halves.length; c++) {
            covariance += autocovariance(halves[c], means[c], lag) / halves.length;
        }
        return 1 - (within - covariance) / pooled;
    }

    private static double autocovariance(double[] x, double mean, int lag) {
        double sum = 0;
        for (int i = 0; i + lag < x.length; i++) {
            sum += (x[i] - mean) * (x[i + lag] - mean);
        }
        return sum / x.length;
    }
}
