package io.flatness.numerics;

import java.util.Arrays;

/**
 * Singular values of D·B to high relative accuracy, the small ones too, however widely the rows are scaled.
 *
 * <p>An ordinary decomposition has errors of eps·σ_max and loses every σ below that. Rows are sorted by size, a pivoted
 * Householder QR leaves a graded triangle R, and one-sided Jacobi rotations orthogonalize the columns of Rᵀ, whose scaling
 * they respect. Relative errors are of the order of eps·κ(B). Sources: Demmel and Veselić (1992), SIAM J. Matrix Anal.
 * Appl. 13; Cox and Higham (1998), row-wise stability of Householder QR; Drmač and Veselić (2008), SIAM J. Matrix Anal.
 * Appl. 29.
 */
public final class GradedSingularValues {
    private static final int MAX_SWEEPS = 60;
    private static final double ORTHOGONAL = 1e-15;

    private GradedSingularValues() {}

    /**
     * The singular values, descending.
     *
     * @param rows the matrix, each row an array of the same length; not modified
     */
    public static double[] of(double[][] rows) {
        double[][] a = Arrays.stream(rows)
                .map(double[]::clone)
                .sorted((x, y) -> Double.compare(largest(y), largest(x)))
                .toArray(double[][]::new);
        int m = a.length;
        int n = m == 0 ? 0 : a[0].length;
        int rank = Math.min(m, n);
        triangularize(a, m, n, rank);
        // Rows of R are the columns of Rᵀ.
        double[][] columns = new double[rank][];
        for (int i = 0; i < rank; i++) {
            columns[i] = a[i].clone();
            Arrays.fill(columns[i], 0, i, 0);
        }
        orthogonalize(columns);
        double[] values =
                Arrays.stream(columns).mapToDouble(Vectors::norm).sorted().toArray();
        double[] descending = new double[Math.min(m, n)];
        for (int i = 0; i < rank; i++) {
            descending[i] = values[rank - 1 - i];
        }
        return descending;
    }

    private static double largest(double[] row) {
        double most = 0;
        for (double x : row) {
            most = Math.max(most, Math.abs(x));
        }
        return most;
    }

    /** Householder QR with column pivoting, in place; the upper triangle becomes R. */
    private static void triangularize(double[][] a, int m, int n, int rank) {
        for (int k = 0; k < rank; k++) {
            pivot(a, k, m, n);
            double norm = columnNorm(a, k, k, m);
            if (norm == 0) {
                return;
            }
            double alpha = a[k][k] > 0 ? -norm : norm;
            double[] v = new double[m - k];
            for (int i = k; i < m; i++) {
                v[i - k] = a[i][k] / norm;
            }
            v[0] -= alpha / norm;
            double square = Vectors.dot(v, v);
            for (int j = k; j < n; j++) {
                double dot = 0;
                for (int i = k; i < m; i++) {
                    dot += v[i - k] * a[i][j];
                }
                double factor = 2 * dot / square;
                for (int i = k; i < m; i++) {
                    a[i][j] -= factor * v[i - k];
                }
            }
            for (int i = k + 1; i < m; i++) {
                a[i][k] = 0;
            }
        }
    }

    private static void pivot(double[][] a, int k, int m, int n) {
        int best = k;
        double most = -1;
        for (int j = k; j < n; j++) {
            double norm = columnNorm(a, j, k, m);
            if (norm > most) {
                most = norm;
                best = j;
            }
        }
        for (double[] row : a) {
            double swap = row[k];
            row[k] = row[best];
            row[best] = swap;
        }
    }

    private static double columnNorm(double[][] a, int j, int from, int m) {
        double[] column = new double[m - from];
        for (int i = from; i < m; i++) {
            column[i - from] = a[i][j];
        }
        return Vectors.norm(column);
    }

    /** Rotates pairs of columns until all are orthogonal relative to their lengths. */
    private static void orthogonalize(double[][] columns) {
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            boolean rotated = false;
            for (int i = 0; i < columns.length; i++) {
                for (int j = i + 1; j < columns.length; j++) {
                    rotated |= rotate(columns[i], columns[j]);
                }
            }
            if (!rotated) {
                return;
            }
        }
        throw new ArithmeticException("the singular values did not converge in " + MAX_SWEEPS + " sweeps");
    }

    private static boolean rotate(double[] x, double[] y) {
        double p = Vectors.norm(x);
        double q = Vectors.norm(y);
        if (p == 0 || q == 0) {
            return false;
        }
        double cosine = 0;
        for (int k = 0; k < x.length; k++) {
            cosine += x[k] / p * (y[k] / q);
        }
        if (Math.abs(cosine) <= ORTHOGONAL * Math.sqrt(x.length)) {
            return false;
        }
        // tan 2θ = 2 x·y/(x·x − y·y), written in the ratio of the lengths, which may span hundreds of decades.
        double zeta = (q / p - p / q) / (2 * cosine);
        double t = Math.signum(zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        if (zeta == 0) {
            t = 1;
        }
        double c = 1 / Math.sqrt(1 + t * t);
        double s = c * t;
        for (int k = 0; k < x.length; k++) {
            double xk = x[k];
            x[k] = c * xk - s * y[k];
            y[k] = s * xk + c * y[k];
        }
        return true;
    }
}
