package io.flatness.transforms;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Bijection;

/** θ = A η for a dense invertible A, held with its QR factors. */
final class LinearMap implements Bijection {
    private final int n;
    private final double[] matrix;
    private final LinearAlgebra.Qr qr;

    /**
     * Factors the matrix.
     *
     * @param matrix n×n, row-major; kept
     * @throws IllegalArgumentException when it is singular to working precision
     */
    LinearMap(double[] matrix, int n, LinearAlgebra linearAlgebra) {
        this.n = n;
        this.matrix = matrix;
        this.qr = linearAlgebra.qr(matrix, n, n);
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double pivot = Math.abs(qr.r()[i * n + i]);
            largest = Math.max(largest, pivot);
            smallest = Math.min(smallest, pivot);
        }
        if (!(smallest > n * Math.ulp(largest))) {
            throw new IllegalArgumentException("the matrix is singular: its pivots reach from " + smallest + " to "
                    + largest + "; a change of coordinates needs an invertible matrix");
        }
    }

    @Override
    public int dimension() {
        return n;
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += matrix[i * n + j] * x[j];
            }
            y[i] = sum;
        }
        return y;
    }

    /** R⁻¹ Qᵀ y. */
    @Override
    public double[] inverse(double[] y) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x[j] += qr.q()[i * n + j] * y[i];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                x[i] -= qr.r()[i * n + j] * x[j];
            }
            x[i] /= qr.r()[i * n + i];
        }
        return x;
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        return forward(v);
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                product[j] += matrix[i * n + j] * w[i];
            }
        }
        return product;
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        return inverse(v);
    }

    /** Q R⁻ᵀ w. */
    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        double[] solved = w.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                solved[i] -= qr.r()[j * n + i] * solved[j];
            }
            solved[i] /= qr.r()[i * n + i];
        }
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                product[i] += qr.q()[i * n + j] * solved[j];
            }
        }
        return product;
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        return new double[n];
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.log(Math.abs(qr.r()[i * n + i]));
        }
        return sum;
    }

    @Override
    public boolean affine() {
        return true;
    }
}
