package io.flatness.analyses;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;

/** Invertible changes of how outputs are written, and Euclidean criteria between outputs (Appendix C). */
final class OutputRepresentation {
    private static final double FLOOR = 1e-9;

    private OutputRepresentation() {}

    /** A change of the representation of one sample's outputs. */
    interface Change {
        double[] apply(double[] y);
    }

    /** Each output over its standard deviation in the reference. */
    static Change standardized(double[] reference, int width) {
        double[] covariance = covariance(reference, width);
        double[] deviation = new double[width];
        for (int c = 0; c < width; c++) {
            double variance = covariance[c * width + c];
            deviation[c] = variance == 0 ? 1 : Math.sqrt(variance);
        }
        return y -> {
            double[] scaled = new double[width];
            for (int c = 0; c < width; c++) {
                scaled[c] = y[c] / deviation[c];
            }
            return scaled;
        };
    }

    /** Multiplied by Σ^(−1/2) of the reference, small eigenvalues lifted to 1e-9 of the largest. */
    static Change whitened(double[] reference, int width, LinearAlgebra linearAlgebra) {
        SymmetricEigen eigen = linearAlgebra.eigen(covariance(reference, width), width);
        double largest = eigen.values()[0] > 0 ? eigen.values()[0] : 1;
        return y -> {
            double[] white = new double[width];
            for (int k = 0; k < width; k++) {
                double[] axis = eigen.vectors()[k];
                double along = 0;
                for (int c = 0; c < width; c++) {
                    along += axis[c] * y[c];
                }
                along /= Math.sqrt(Math.max(eigen.values()[k], FLOOR * largest));
                for (int c = 0; c < width; c++) {
                    white[c] += along * axis[c];
                }
            }
            return white;
        };
    }

    /** y³ output by output: monotone and invertible. */
    static double[] cubed(double[] y) {
        double[] cubes = new double[y.length];
        for (int c = 0; c < y.length; c++) {
            cubes[c] = y[c] * y[c] * y[c];
        }
        return cubes;
    }

    private static double[] covariance(double[] rows, int width) {
        int samples = rows.length / width;
        double[] mean = new double[width];
        for (int i = 0; i < rows.length; i++) {
            mean[i % width] += rows[i] / samples;
        }
        double[] covariance = new double[width * width];
        for (int sample = 0; sample < samples; sample++) {
            for (int a = 0; a < width; a++) {
                for (int b = 0; b < width; b++) {
                    covariance[a * width + b] +=
                            (rows[sample * width + a] - mean[a]) * (rows[sample * width + b] - mean[b]) / samples;
                }
            }
        }
        return covariance;
    }

    /** All samples in another representation. */
    static double[] changed(double[] rows, int width, Change change) {
        double[] changed = new double[rows.length];
        for (int at = 0; at < rows.length; at += width) {
            double[] row = java.util.Arrays.copyOfRange(rows, at, at + width);
            System.arraycopy(change.apply(row), 0, changed, at, width);
        }
        return changed;
    }

    /** Mean over samples and outputs of (f − y)². */
    static double meanSquaredError(double[] f, double[] y) {
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            sum += (f[i] - y[i]) * (f[i] - y[i]);
        }
        return sum / f.length;
    }

    /** Earth-mover distance between the distributions of each output, averaged over the outputs. */
    static double earthMover(double[] f, double[] y, int width) {
        int samples = f.length / width;
        double sum = 0;
        for (int c = 0; c < width; c++) {
            double[] a = new double[samples];
            double[] b = new double[samples];
            for (int sample = 0; sample < samples; sample++) {
                a[sample] = f[sample * width + c];
                b[sample] = y[sample * width + c];
            }
            java.util.Arrays.sort(a);
            java.util.Arrays.sort(b);
            for (int sample = 0; sample < samples; sample++) {
                sum += Math.abs(a[sample] - b[sample]);
            }
        }
        return sum / f.length;
    }
}
