package io.flatness.transforms;

import io.flatness.numerics.NormalDistribution;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;

/**
 * u_j = G_j(x_j), increasing and with normally distributed values on the data: feature by feature, a value of middle rank
 * r becomes the normal quantile of r/N.
 *
 * <p>Between the values that occur, G⁻¹ is the monotone cubic interpolant whose slope at a value is the harmonic mean of
 * the slopes beside it (Fritsch and Butland 1984, SIAM J. Sci. Stat. Comput. 5). A feature with one value alone moves to
 * 0 with slope 1.
 *
 * @param values for each feature the values that occur, ascending
 * @param quantiles for each feature the u of each value
 * @param slopes for each feature dx/du at each value
 */
record Gaussianization(double[][] values, double[][] quantiles, double[][] slopes) {
    static Gaussianization of(NetworkLoss network) {
        int features = network.inputSize();
        int samples = network.sampleCount();
        double[][] columns = new double[features][samples];
        double[] x = new double[features];
        for (int sample = 0; sample < samples; sample++) {
            network.input(sample, x);
            for (int j = 0; j < features; j++) {
                // −0 and 0 are one value.
                columns[j][sample] = x[j] + 0.0;
            }
        }
        Gaussianization all =
                new Gaussianization(new double[features][], new double[features][], new double[features][]);
        for (int j = 0; j < features; j++) {
            Arrays.sort(columns[j]);
            all.fit(j, columns[j]);
        }
        return all;
    }

    private void fit(int feature, double[] sorted) {
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        double[] u = new double[distinct.length];
        int at = 0;
        for (int k = 0; k < distinct.length; k++) {
            int first = at;
            while (at < sorted.length && sorted[at] == distinct[k]) {
                at++;
            }
            double rank = 0.5 * (first + at) / sorted.length;
            u[k] = distinct.length == 1 ? 0 : -NormalDistribution.upperQuantile(rank);
        }
        double[] slope = new double[distinct.length];
        for (int k = 0; k < slope.length; k++) {
            double before = k == 0 ? Double.NaN : (distinct[k] - distinct[k - 1]) / (u[k] - u[k - 1]);
            double after = k == slope.length - 1 ? Double.NaN : (distinct[k + 1] - distinct[k]) / (u[k + 1] - u[k]);
            if (Double.isNaN(before) && Double.isNaN(after)) {
                slope[k] = 1;
            } else if (Double.isNaN(before)) {
                slope[k] = after;
            } else if (Double.isNaN(after)) {
                slope[k] = before;
            } else {
                slope[k] = 2 / (1 / before + 1 / after);
            }
        }
        values[feature] = distinct;
        quantiles[feature] = u;
        slopes[feature] = slope;
    }

    /** Writes u of a sample of the data. */
    void represent(double[] x, double[] into) {
        for (int j = 0; j < x.length; j++) {
            into[j] = quantiles[j][place(j, x[j])];
        }
    }

    /** dx/du of every feature at a sample of the data, as a new array. */
    double[] slopesAt(double[] x) {
        double[] at = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            at[j] = slopes[j][place(j, x[j])];
        }
        return at;
    }

    private int place(int feature, double x) {
        int place = Arrays.binarySearch(values[feature], x + 0.0);
        if (place < 0) {
            throw new AssertionError("feature " + feature + " has no value " + x + " in the data");
        }
        return place;
    }
}
