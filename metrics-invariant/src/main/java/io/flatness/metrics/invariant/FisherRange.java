package io.flatness.metrics.invariant;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * A basis B of the range of the Fisher matrix F with BᵀFB = I: in it, any matrix whose kernel holds that of F has the
 * same entries up to a rotation whatever the parameters are called.
 *
 * <p>F is first scaled to a unit diagonal, so that rescalings of the parameters do not change which eigenvalues count as
 * zero: those below {@value #RANK} of the largest.
 *
 * @param basis r vectors of length n
 * @param kernel n − r vectors that F maps to zero, with unit length in the scaled coordinates
 * @param scale the diagonal D of the scaling; DFD has a unit diagonal
 * @param gap ratio of the smallest kept to the largest dropped eigenvalue; +∞ when none is dropped
 */
record FisherRange(double[][] basis, double[][] kernel, double[] scale, double gap) {
    /** Eigenvalues below this part of the largest count as zero. */
    static final double RANK = 1e-9;

    /** Largest number of parameters whose Fisher matrix is decomposed. */
    static final int LARGEST = 1500;

    /** Decomposes the model's Fisher matrix, once per point. */
    static FisherRange of(Minimum minimum, GaussNewton capability, MetricContext context) {
        return context.memo("metrics-invariant/fisher-range", FisherRange.class, shared -> {
            double[] fisher = dense(capability.fisherAt(minimum.theta())).matrix();
            return decompose(fisher, minimum.theta().length, context.linearAlgebra());
        });
    }

    static DenseSymmetric dense(SymmetricOperator operator) {
        try {
            return DenseSymmetric.of(operator);
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("a matrix at the point is not finite: " + overflow.getMessage());
        }
    }

    private static FisherRange decompose(double[] fisher, int n, LinearAlgebra algebra) {
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            double entry = fisher[i * n + i];
            scale[i] = entry > 0 ? 1 / Math.sqrt(entry) : 0;
        }
        SymmetricEigen eigen = algebra.eigen(scaled(fisher, scale), n);
        if (!(eigen.values()[0] > 0)) {
            throw new MeasurementException(
                    "the Fisher matrix is zero at this point: no parameter changes the predictions");
        }
        int rank = 0;
        while (rank < n && eigen.values()[rank] > RANK * eigen.values()[0]) {
            rank++;
        }
        double[][] basis = new double[rank][n];
        double[][] kernel = new double[n - rank][];
        for (int k = 0; k < n; k++) {
            if (k >= rank) {
                kernel[k - rank] = eigen.vectors()[k];
                continue;
            }
            double factor = 1 / Math.sqrt(eigen.values()[k]);
            for (int i = 0; i < n; i++) {
                basis[k][i] = factor * scale[i] * eigen.vectors()[k][i];
            }
        }
        double gap = rank == n
                ? Double.POSITIVE_INFINITY
                : eigen.values()[rank - 1] / Math.max(Double.MIN_NORMAL, Math.abs(eigen.values()[rank]));
        return new FisherRange(basis, kernel, scale, gap);
    }

    private static double[] scaled(double[] matrix, double[] scale) {
        int n = scale.length;
        double[] scaled = new double[matrix.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i * n + j] = scale[i] * matrix[i * n + j] * scale[j];
            }
        }
        return scaled;
    }

    int rank() {
        return basis.length;
    }

    /** BᵀMB, row-major rank × rank. */
    double[] compress(DenseSymmetric matrix, LinearAlgebra algebra) {
        int r = rank();
        double[] compressed = new double[r * r];
        for (int k = 0; k < r; k++) {
            double[] image = matrix.apply(basis[k]);
            for (int l = 0; l < r; l++) {
                compressed[k * r + l] = algebra.dot(basis[l], image);
            }
        }
        return compressed;
    }

    /** tr(BᵀMB). */
    double trace(DenseSymmetric matrix, LinearAlgebra algebra) {
        double sum = 0;
        for (double[] b : basis) {
            sum += algebra.dot(b, matrix.apply(b));
        }
        return sum;
    }

    /** ‖DMD Z‖_F / ‖DMD‖_F over the kernel Z of DFD: 0 when M maps the kernel of F to zero. */
    double leak(DenseSymmetric matrix, LinearAlgebra algebra) {
        int n = scale.length;
        double[] safe = new double[n];
        for (int i = 0; i < n; i++) {
            safe[i] = scale[i] > 0 ? scale[i] : 1;
        }
        double[] whole = scaled(matrix.matrix(), safe);
        double square = 0;
        DenseSymmetric scaledMatrix = new DenseSymmetric(whole, n, 0);
        for (double[] z : kernel) {
            double norm = algebra.norm(scaledMatrix.apply(z));
            square += norm * norm;
        }
        double all = algebra.norm(whole);
        return all == 0 ? 0 : Math.sqrt(square) / all;
    }
}
