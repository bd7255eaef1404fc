package io.flatness.spi.linalg;

/**
 * Vectors and small dense matrices.
 *
 * <p>Matrices are row-major {@code double[rows * columns]}. No method writes to its arguments unless it says so. Sums run
 * in a fixed order. Methods are safe against overflow and underflow of squares.
 */
public interface LinearAlgebra {
    /** Matrix products. */
    Gemm gemm();

    /**
     * All eigenvalues and orthonormal eigenvectors of a symmetric matrix.
     *
     * @param matrix n×n, only its symmetric part counts; any scale from 1e-140 to 1e140
     */
    SymmetricEigen eigen(double[] matrix, int n);

    /** The eigenvalues alone, descending; cheaper than {@link #eigen}. */
    double[] eigenvalues(double[] matrix, int n);

    /** Singular values of a row-major matrix, descending, min(rows, columns) of them. */
    double[] singularValues(double[] matrix, int rows, int columns);

    /**
     * Orthonormalizes columns by Householder QR: A = QR with Q rows×columns and R columns×columns upper triangular.
     *
     * @param matrix rows×columns with rows ≥ columns
     */
    Qr qr(double[] matrix, int rows, int columns);

    /**
     * The lower Cholesky factor L of a symmetric positive definite matrix, LLᵀ = A.
     *
     * @throws IllegalArgumentException when the matrix is not positive definite
     */
    double[] cholesky(double[] matrix, int n);

    /** Solves A x = b for a general square A. */
    double[] solve(double[] matrix, int n, double[] b);

    /** Thin QR factors, both row-major. */
    record Qr(double[] q, double[] r) {}

    /** Σ xᵢ yᵢ in a fixed order. */
    default double dot(double[] x, double[] y) {
        requireSameLength(x, y);
        // Four partial sums: fixed order, and the compiler can keep them in registers.
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int n = x.length;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < n; i++) {
            s0 += x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Euclidean norm; squares neither overflow nor underflow. */
    default double norm(double[] x) {
        double largest = 0;
        for (double v : x) {
            largest = Math.max(largest, Math.abs(v));
        }
        if (largest == 0 || Double.isInfinite(largest) || Double.isNaN(largest)) {
            return largest;
        }
        // A power of two keeps the scaling exact.
        int exponent = Math.max(-1021, Math.min(1021, Math.getExponent(largest)));
        double scale = Math.scalb(1.0, -exponent);
        double sum = 0;
        for (double v : x) {
            double scaled = v * scale;
            sum += scaled * scaled;
        }
        return Math.sqrt(sum) * Math.scalb(1.0, exponent);
    }

    /** y := y + a x; writes to y. */
    default void axpy(double a, double[] x, double[] y) {
        requireSameLength(x, y);
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }

    /** x := a x; writes to x. */
    default void scale(double a, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= a;
        }
    }

    private static void requireSameLength(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("vectors of different lengths: " + x.length + " and " + y.length);
        }
    }
}
