package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** An invertible matrix on the features of a head: given, or drawn. Without rows when drawn. */
public final class HeadMatrix {
    private final double[][] rows;
    private final double[][] inverseTransposed;

    private HeadMatrix(double[][] rows, double[][] inverseTransposed) {
        this.rows = rows;
        this.inverseTransposed = inverseTransposed;
    }

    /** {@code random}. */
    public static HeadMatrix of(String text) {
        if (!text.equals("random")) {
            throw new InvalidParameterException(
                    "", "the matrix is '" + text + "'; write random, or a list of rows such as [[2, 1], [0, 1]]");
        }
        return new HeadMatrix(new double[0][], new double[0][]);
    }

    /** The rows of a square, invertible matrix. */
    public static HeadMatrix of(List<?> rows) {
        double[][] matrix = new double[rows.size()][rows.size()];
        for (int i = 0; i < matrix.length; i++) {
            if (!(rows.get(i) instanceof List<?> row) || row.size() != matrix.length) {
                throw new InvalidParameterException(
                        "",
                        "row " + i + " is " + rows.get(i) + "; a list of " + matrix.length + " numbers is expected");
            }
            for (int j = 0; j < matrix.length; j++) {
                if (!(row.get(j) instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                    throw new InvalidParameterException("", "row " + i + " has " + row.get(j) + ", no finite number");
                }
                matrix[i][j] = number.doubleValue();
            }
        }
        if (matrix.length == 0) {
            throw new InvalidParameterException("", "the matrix has no rows; write random, or a list of rows");
        }
        return new HeadMatrix(matrix, transposed(inverse(matrix)));
    }

    /** A multiple of the identity. */
    static HeadMatrix scaled(int width, double factor) {
        double[] factors = new double[width];
        Arrays.fill(factors, factor);
        return stretched(identity(width), factors);
    }

    /** A rotation in the first two features, stretched. */
    static HeadMatrix typical(int width) {
        double[][] rotation = identity(width);
        if (width > 1) {
            rotation[0] = new double[width];
            rotation[1] = new double[width];
            rotation[0][0] = 0.6;
            rotation[0][1] = 0.8;
            rotation[1][0] = -0.8;
            rotation[1][1] = 0.6;
        }
        double[] factors = new double[width];
        Arrays.setAll(factors, i -> i % 2 == 0 ? 2 : 0.5);
        return stretched(rotation, factors);
    }

    /** A random rotation times random powers of two: its condition is at most 4^log2Range. */
    static HeadMatrix random(int width, int log2Range, RandomGenerator random) {
        double[][] rotation = new double[width][width];
        for (int i = 0; i < width; i++) {
            double length = 0;
            while (length < 1e-3) {
                Arrays.setAll(rotation[i], j -> random.nextGaussian());
                // what one pass leaves of the rows before, the second takes away
                orthogonalize(rotation, i);
                orthogonalize(rotation, i);
                length = Math.sqrt(dot(rotation[i], rotation[i]));
            }
            for (int j = 0; j < width; j++) {
                rotation[i][j] /= length;
            }
        }
        return stretched(rotation, Factors.randomPowersOfTwo(width, log2Range, random));
    }

    boolean isRandom() {
        return rows.length == 0;
    }

    int width() {
        return rows.length;
    }

    /** A; not to be written to. */
    double[][] rows() {
        return rows;
    }

    /** A⁻ᵀ; not to be written to. */
    double[][] inverseTransposed() {
        return inverseTransposed;
    }

    /** A rotation with its columns times factors: the inverse transposed has them over the factors. */
    private static HeadMatrix stretched(double[][] rotation, double[] factors) {
        int width = factors.length;
        double[][] matrix = new double[width][width];
        double[][] counter = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                matrix[i][j] = rotation[i][j] * factors[j];
                counter[i][j] = rotation[i][j] / factors[j];
            }
        }
        return new HeadMatrix(matrix, counter);
    }

    private static void orthogonalize(double[][] rows, int last) {
        for (int i = 0; i < last; i++) {
            double along = dot(rows[i], rows[last]);
            for (int j = 0; j < rows.length; j++) {
                rows[last][j] -= along * rows[i][j];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] identity(int width) {
        double[][] identity = new double[width][width];
        for (int i = 0; i < width; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    /** By elimination with row pivots. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] left = new double[n][];
        Arrays.setAll(left, i -> matrix[i].clone());
        double[][] right = identity(n);
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                pivot = Math.abs(left[i][column]) > Math.abs(left[pivot][column]) ? i : pivot;
            }
            swap(left, column, pivot);
            swap(right, column, pivot);
            double by = left[column][column];
            if (!(Math.abs(by) > 1e-12 * largest(matrix))) {
                throw new InvalidParameterException(
                        "",
                        "the matrix has no inverse, or hardly one; give one whose rows point in different directions");
            }
            for (int i = 0; i < n; i++) {
                double times = i == column ? 0 : left[i][column] / by;
                for (int j = 0; j < n && i != column; j++) {
                    left[i][j] -= times * left[column][j];
                    right[i][j] -= times * right[column][j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                right[i][j] /= left[i][i];
            }
        }
        return right;
    }

    private static void swap(double[][] rows, int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }

    private static double largest(double[][] matrix) {
        double largest = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }

    @Override
    public String toString() {
        return isRandom() ? "random" : Arrays.deepToString(rows);
    }
}
