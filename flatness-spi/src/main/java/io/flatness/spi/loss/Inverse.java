package io.flatness.spi.loss;

/** Inverses of small dense matrices by Gauss–Jordan elimination with partial pivoting. */
final class Inverse {
    private Inverse() {}

    /**
     * M⁻¹, to relative error cond(M) · 1e-15.
     *
     * @param matrix square, by rows; not modified
     * @throws IllegalArgumentException when it is singular to working precision
     */
    static double[][] of(double[][] matrix) {
        int n = matrix.length;
        double[][] rows = new double[n][2 * n];
        double size = 0;
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, rows[i], 0, n);
            rows[i][n + i] = 1;
            for (double entry : matrix[i]) {
                size = Math.max(size, Math.abs(entry));
            }
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = row;
            if (!(Math.abs(row[column]) > n * Math.ulp(size))) {
                throw new IllegalArgumentException("the matrix that mixes units is singular: it cannot be taken back");
            }
            double factor = row[column];
            for (int j = column; j < 2 * n; j++) {
                row[j] /= factor;
            }
            for (int i = 0; i < n; i++) {
                double share = rows[i][column];
                for (int j = column; i != column && share != 0 && j < 2 * n; j++) {
                    rows[i][j] -= share * row[j];
                }
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows[i], n, inverse[i], 0, n);
        }
        return inverse;
    }

    /** log |det M|, by the same elimination without its second half. */
    static double logAbsDeterminant(double[][] matrix) {
        int n = matrix.length;
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = matrix[i].clone();
        }
        double sum = 0;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = row;
            sum += Math.log(Math.abs(row[column]));
            for (int i = column + 1; i < n; i++) {
                double share = rows[i][column] / row[column];
                for (int j = column; share != 0 && j < n; j++) {
                    rows[i][j] -= share * row[j];
                }
            }
        }
        return sum;
    }
}
