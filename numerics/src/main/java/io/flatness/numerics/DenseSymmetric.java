package io.flatness.numerics;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * A symmetric operator written out as a matrix: n products, n² doubles.
 *
 * @param matrix (A + Aᵀ)/2, row-major n×n
 * @param n number of rows
 * @param asymmetry ‖A − Aᵀ‖_F / ‖A‖_F before it was symmetrized; 0 for the zero matrix
 */
public record DenseSymmetric(double[] matrix, int n, double asymmetry) {
    private static final int BLOCK = 16;

    /** Multiplies the operator with the columns of the identity, a block at a time. */
    public static DenseSymmetric of(SymmetricOperator operator) {
        int n = operator.dimension();
        double[] rows = new double[Math.multiplyExact(n, n)];
        for (int start = 0; start < n; start += BLOCK) {
            int block = Math.min(BLOCK, n - start);
            double[][] unit = new double[block][n];
            double[][] images = new double[block][n];
            for (int j = 0; j < block; j++) {
                unit[j][start + j] = 1;
            }
            operator.applyBlock(unit, images);
            for (int j = 0; j < block; j++) {
                System.arraycopy(images[j], 0, rows, (start + j) * n, n);
            }
        }
        return symmetrized(rows, n);
    }

    private static DenseSymmetric symmetrized(double[] rows, int n) {
        double[] difference = new double[rows.length];
        double[] matrix = new double[rows.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double a = rows[i * n + j];
                double b = rows[j * n + i];
                difference[i * n + j] = a - b;
                matrix[i * n + j] = 0.5 * a + 0.5 * b;
            }
        }
        double norm = Vectors.norm(rows);
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException("a product with the operator is not finite");
        }
        return new DenseSymmetric(matrix, n, norm == 0 ? 0 : Vectors.norm(difference) / norm);
    }

    /** All eigenpairs. */
    public SymmetricEigen eigen(LinearAlgebra algebra) {
        return algebra.eigen(matrix, n);
    }

    /** A x. */
    public double[] apply(double[] x) {
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

    /** The first eigenpairs in the wanted order with their residuals on the matrix; {@code products} is n. */
    public EigenPairs extreme(SymmetricEigen eigen, int count, SpectrumEnd which) {
        int[] order = which.order(eigen.values());
        int wanted = Math.min(count, n);
        double[] values = new double[wanted];
        double[][] vectors = new double[wanted][];
        double[] residuals = new double[wanted];
        for (int i = 0; i < wanted; i++) {
            values[i] = eigen.values()[order[i]];
            vectors[i] = eigen.vectors()[order[i]];
            residuals[i] = Vectors.norm(Vectors.plus(apply(vectors[i]), -values[i], vectors[i]));
        }
        return new EigenPairs(
                values, vectors, residuals, true, false, true, eigen.values()[0], eigen.values()[n - 1], n);
    }
}
