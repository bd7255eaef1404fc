package io.flatness.networks.problem;

import java.util.random.RandomGenerator;

/**
 * An orthogonal matrix Q = (I − 2u₁u₁ᵀ) … (I − 2u_m u_mᵀ) with m = min(n, 16) random unit vectors: every entry is
 * nonzero almost surely, and a product costs O(mn), so that quadratics can have millions of parameters.
 *
 * @param dimension n
 * @param axes the unit vectors u₁ … u_m, each of length n; none for the identity
 */
record Rotation(int dimension, double[][] axes) {
    private static final int REFLECTIONS = 16;

    static Rotation none(int n) {
        return new Rotation(n, new double[0][]);
    }

    static Rotation random(int n, RandomGenerator random) {
        double[][] axes = new double[Math.min(n, REFLECTIONS)][n];
        for (double[] axis : axes) {
            double square = 0;
            for (int i = 0; i < n; i++) {
                axis[i] = random.nextGaussian();
                square += axis[i] * axis[i];
            }
            double norm = Math.sqrt(square);
            for (int i = 0; i < n; i++) {
                axis[i] /= norm;
            }
        }
        return new Rotation(n, axes);
    }

    /** x := Q x. */
    void apply(double[] x) {
        for (int k = axes.length - 1; k >= 0; k--) {
            reflect(axes[k], x);
        }
    }

    /** x := Qᵀ x. */
    void applyTransposed(double[] x) {
        for (double[] axis : axes) {
            reflect(axis, x);
        }
    }

    /**
     * The diagonal of Q diag(λ) Qᵀ, in O(n m²).
     *
     * <p>Q = I − U Wᵀ with the columns u_k in U; row i of Q is eᵢ − Σ_k U_ik w_k, so that h_ii = λ_i − 2 Σ_k U_ik w_ik λ_i
     * + Σ_kl U_ik U_il Σ_j w_jk λ_j w_jl.
     */
    double[] diagonal(double[] lambda) {
        double[][] w = complement();
        int m = axes.length;
        double[][] gram = new double[m][m];
        for (int k = 0; k < m; k++) {
            for (int l = 0; l <= k; l++) {
                double sum = 0;
                for (int j = 0; j < dimension; j++) {
                    sum += w[k][j] * lambda[j] * w[l][j];
                }
                gram[k][l] = sum;
                gram[l][k] = sum;
            }
        }
        double[] diagonal = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            double sum = lambda[i];
            for (int k = 0; k < m; k++) {
                double inner = -2 * lambda[i] * w[k][i];
                for (int l = 0; l < m; l++) {
                    inner += gram[k][l] * axes[l][i];
                }
                sum += axes[k][i] * inner;
            }
            diagonal[i] = sum;
        }
        return diagonal;
    }

    /** The w_k of Q = I − Σ u_k w_kᵀ: w_k = 2 (I − 2u_m u_mᵀ) … (I − 2u_{k+1} u_{k+1}ᵀ) u_k. */
    private double[][] complement() {
        double[][] w = new double[axes.length][];
        for (int k = 0; k < axes.length; k++) {
            double[] column = axes[k].clone();
            for (int later = k + 1; later < axes.length; later++) {
                reflect(axes[later], column);
            }
            for (int i = 0; i < dimension; i++) {
                column[i] *= 2;
            }
            w[k] = column;
        }
        return w;
    }

    private static void reflect(double[] axis, double[] x) {
        double dot = 0;
        for (int i = 0; i < x.length; i++) {
            dot += axis[i] * x[i];
        }
        for (int i = 0; i < x.length; i++) {
            x[i] -= 2 * dot * axis[i];
        }
    }
}
