package io.flatness.metrics.sharpness;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.random.RandomGenerator;

/**
 * Coordinates z of the perturbations A (width ∘ z) with widthᵢ = ε(|(A⁺θ)ᵢ| + 1), for a matrix A with independent columns.
 */
final class Subspace implements Chart {
    /** Largest number of elements of A that is kept in memory. */
    private static final long LARGEST = 60_000_000;

    private final double[][] columns;
    private final double[] widths;

    /**
     * Creates it.
     *
     * @param columns columns of A, each as long as θ
     */
    Subspace(double[][] columns, double[] theta, double epsilon, LinearAlgebra algebra) {
        this.columns = columns;
        int p = columns.length;
        double[] gram = new double[p * p];
        double[] image = new double[p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                gram[i * p + j] = j < i ? gram[j * p + i] : algebra.dot(columns[i], columns[j]);
            }
            image[i] = algebra.dot(columns[i], theta);
        }
        double[] preimage = algebra.solve(gram, p, image);
        this.widths = new double[p];
        for (int i = 0; i < p; i++) {
            widths[i] = epsilon * (Math.abs(preimage[i]) + 1);
        }
    }

    /** Independent Gaussian columns. */
    static double[][] gaussian(int rows, int count, RandomGenerator random) {
        if ((long) rows * count > LARGEST) {
            throw new MeasurementException("a random subspace of dimension " + count + " of " + rows
                    + " parameters does not fit in memory; take dimension at most " + LARGEST / rows);
        }
        double[][] columns = new double[count][rows];
        for (double[] column : columns) {
            for (int i = 0; i < rows; i++) {
                column[i] = random.nextGaussian();
            }
        }
        return columns;
    }

    @Override
    public int size() {
        return columns.length;
    }

    @Override
    public double[] toParameters(double[] z) {
        double[] d = new double[columns[0].length];
        for (int k = 0; k < columns.length; k++) {
            double c = widths[k] * z[k];
            double[] column = columns[k];
            for (int i = 0; i < d.length; i++) {
                d[i] += c * column[i];
            }
        }
        return d;
    }

    @Override
    public double[] pullBack(double[] gradient) {
        double[] pulled = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            double sum = 0;
            double[] column = columns[k];
            for (int i = 0; i < column.length; i++) {
                sum += column[i] * gradient[i];
            }
            pulled[k] = widths[k] * sum;
        }
        return pulled;
    }
}
