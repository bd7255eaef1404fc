package io.flatness.numerics;

import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;

/**
 * An orthonormal basis Q of the space that given rows span, and symmetric operators seen from there.
 *
 * <p>Gram–Schmidt twice, by matrix products over blocks of rows. A row of which less than 1e-12 is left depends on the others and
 * is dropped. O(n r) memory, O(n r²) operations for r rows of length n.
 */
public final class RowSpace {
    private static final double DEPENDENT = 1e-12;
    private static final int BLOCK = 16;

    private final int n;
    private final LinearAlgebra algebra;
    private final double[] basis;
    private int size;

    /**
     * The empty space.
     *
     * @param n length of rows
     * @param capacity most rows to come
     */
    public RowSpace(int n, int capacity, LinearAlgebra algebra) {
        this.n = n;
        this.algebra = algebra;
        this.basis = new double[Math.multiplyExact(n, capacity)];
    }

    /** r, the dimension of the space. */
    public int size() {
        return size;
    }

    /** Adds rows to the space; they are not modified. */
    public void append(double[][] rows) {
        double[] block = new double[rows.length * n];
        for (int i = 0; i < rows.length; i++) {
            double length = algebra.norm(rows[i]);
            if (!Double.isFinite(length)) {
                throw new ArithmeticException("a row of the Jacobian is not finite");
            }
            for (int j = 0; length > 0 && j < n; j++) {
                block[i * n + j] = rows[i][j] / length;
            }
        }
        removeBasis(block, rows.length);
        removeBasis(block, rows.length);
        int before = size;
        for (int i = 0; i < rows.length; i++) {
            add(Arrays.copyOfRange(block, i * n, (i + 1) * n), before);
        }
    }

    /** Appends what is left of a row behind the basis of before and the rows that its block has added since. */
    private void add(double[] row, int before) {
        remove(row, before);
        double left = algebra.norm(row);
        if (left <= DEPENDENT) {
            return;
        }
        algebra.scale(1 / left, row);
        // What was mostly cancelled is orthogonal only after another pass over all.
        remove(row, left < 0.5 ? 0 : before);
        algebra.scale(1 / algebra.norm(row), row);
        System.arraycopy(row, 0, basis, size * n, n);
        size++;
    }

    private void remove(double[] row, int from) {
        for (int k = from; k < size; k++) {
            double c = 0;
            for (int j = 0; j < n; j++) {
                c += basis[k * n + j] * row[j];
            }
            for (int j = 0; j < n; j++) {
                row[j] -= c * basis[k * n + j];
            }
        }
    }

    private void removeBasis(double[] block, int rows) {
        if (size > 0) {
            double[] coefficients = coordinates(block, rows);
            algebra.gemm()
                    .multiply(false, false, rows, n, size, -1, coefficients, 0, size, basis, 0, n, 1, block, 0, n);
        }
    }

    /** X Qᵀ, rows×r. */
    private double[] coordinates(double[] block, int rows) {
        double[] coefficients = new double[rows * size];
        Gemm gemm = algebra.gemm();
        gemm.multiply(false, true, rows, size, n, 1, block, 0, n, basis, 0, n, 0, coefficients, 0, size);
        return coefficients;
    }

    /** Q A Qᵀ, r×r row-major and symmetric, by r products. */
    public double[] compress(SymmetricOperator operator) {
        double[] compressed = new double[size * size];
        for (int start = 0; start < size; start += BLOCK) {
            int rows = Math.min(BLOCK, size - start);
            double[][] xs = new double[rows][];
            double[][] images = new double[rows][n];
            for (int i = 0; i < rows; i++) {
                xs[i] = Arrays.copyOfRange(basis, (start + i) * n, (start + i + 1) * n);
            }
            operator.applyBlock(xs, images);
            double[] block = new double[rows * n];
            for (int i = 0; i < rows; i++) {
                System.arraycopy(images[i], 0, block, i * n, n);
            }
            System.arraycopy(coordinates(block, rows), 0, compressed, start * size, rows * size);
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * compressed[i * size + j] + 0.5 * compressed[j * size + i];
                compressed[i * size + j] = mean;
                compressed[j * size + i] = mean;
            }
        }
        return compressed;
    }

    /** A − Qᵀ T Q: what the compression T leaves out of A. */
    public SymmetricOperator remainder(SymmetricOperator operator, double[] compressed) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return n;
            }

            @Override
            public void apply(double[] x, double[] into) {
                operator.apply(x, into);
                double[] seen = coordinates(x, 1);
                double[] image = new double[size];
                algebra.gemm()
                        .multiply(
                                false, false, 1, size, size, 1, seen, 0, size, compressed, 0, size, 0, image, 0, size);
                algebra.gemm().multiply(false, false, 1, n, size, -1, image, 0, size, basis, 0, n, 1, into, 0, n);
            }
        };
    }
}
