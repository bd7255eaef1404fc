package io.flatness.metrics.sharpness;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.random.RandomGenerator;

/**
 * Coordinates y of the perturbations A (width ∘ y) of some parameters with widthᵢ = |(A⁺θ)ᵢ| + 1, for a matrix A with
 * independent columns.
 */
final class Subspace implements Chart {
    /** Largest number of elements of A that is kept in memory. */
    private static final long LARGEST = 60_000_000;

    private final double[][] columns;
    private final Scope.Part part;
    private final double[] widths;

    /**
     * Creates it.
     *
     * @param columns columns of A, each as long as the part
     * @param theta every parameter
     */
    Subspace(double[][] columns, Scope.Part part, double[] theta, LinearAlgebra algebra) {
        this.columns = columns;
        this.part = part;
        double[] moved = part.of(theta);
        int p = columns.length;
        double[] gram = new double[p * p];
        double[] image = new double[p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                gram[i * p + j] = j < i ? gram[j * p + i] : algebra.dot(columns[i], columns[j]);
            }
            image[i] = algebra.dot(columns[i], moved);
        }
        double[] preimage = algebra.solve(gram, p, image);
        this.widths = new double[p];
        for (int i = 0; i < p; i++) {
            widths[i] = Math.abs(preimage[i]) + 1;
        }
    }

    /** Independent Gaussian columns of the experiment's seed, the same for every problem of as many rows. */
    static double[][] gaussian(int rows, int count, MetricContext context) {
        if ((long) rows * count > LARGEST) {
            throw new MeasurementException("a random subspace of dimension " + count + " of " + rows
                    + " parameters does not fit in memory; take dimension at most " + LARGEST / rows);
        }
        double[][] columns = new double[count][rows];
        for (int k = 0; k < count; k++) {
            RandomGenerator random = context.commonRandom("sharpness/subspace-" + rows + "-" + k);
            for (int i = 0; i < rows; i++) {
                columns[k][i] = random.nextGaussian();
            }
        }
        return columns;
    }

    @Override
    public int size() {
        return columns.length;
    }

    @Override
    public double[] toParameters(double[] y) {
        double[] sum = new double[part.size()];
        for (int k = 0; k < columns.length; k++) {
            double c = widths[k] * y[k];
            double[] column = columns[k];
            for (int i = 0; i < sum.length; i++) {
                sum[i] += c * column[i];
            }
        }
        double[] d = new double[part.dimension()];
        for (int i = 0; i < sum.length; i++) {
            d[part.index(i)] = sum[i];
        }
        return d;
    }

    @Override
    public double[] pullBack(double[] gradient) {
        double[] slope = part.of(gradient);
        double[] pulled = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            pulled[k] = widths[k] * Norm.dot(columns[k], slope);
        }
        return pulled;
    }

    @Override
    public double[] extent(double radius) {
        double[] extent = new double[part.dimension()];
        for (int k = 0; k < columns.length; k++) {
            double width = OUTWARD * radius * widths[k];
            for (int i = 0; i < part.size(); i++) {
                extent[part.index(i)] += width * Math.abs(columns[k][i]);
            }
        }
        return extent;
    }

    @Override
    public double reach(double radius, Norm norm) {
        return OUTWARD * Norm.L2.of(extent(radius));
    }

    @Override
    public Scope.Part part() {
        return part;
    }
}
