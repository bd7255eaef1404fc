package io.flatness.numerics;

import java.util.List;

/**
 * The point of least Euclidean norm in the convex hull of some vectors: the direction of steepest ascent at a kink, whose
 * gradients on its sides the vectors are.
 *
 * <p>Moves weight from the worst vector to the best until the norm is least to a relative 1e-10, or 20,000 times. Source:
 * Mitchell, Dem'yanov and Malozemov (1974), SIAM J. Control 12.
 */
public final class MinimumNorm {
    private static final int STEPS = 20_000;
    private static final double TOLERANCE = 1e-10;

    private MinimumNorm() {}

    /**
     * The point.
     *
     * @param vectors at least one, of the same length; not modified
     * @return a new array
     */
    public static double[] of(List<double[]> vectors) {
        int m = vectors.size();
        double[][] gram = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                gram[i][j] = Vectors.dot(vectors.get(i), vectors.get(j));
                gram[j][i] = gram[i][j];
            }
        }
        double[] weights = weights(gram);
        double[] point = new double[vectors.get(0).length];
        for (int i = 0; i < m; i++) {
            Vectors.axpy(weights[i], vectors.get(i), point);
        }
        return point;
    }

    private static double[] weights(double[][] gram) {
        int m = gram.length;
        double[] weights = new double[m];
        double[] products = gram[m - 1].clone();
        weights[m - 1] = 1;
        for (int step = 0; step < STEPS; step++) {
            int least = 0;
            int most = -1;
            double square = 0;
            for (int i = 0; i < m; i++) {
                square += weights[i] * products[i];
                least = products[i] < products[least] ? i : least;
                most = weights[i] > 0 && (most < 0 || products[i] > products[most]) ? i : most;
            }
            double gap = products[most] - products[least];
            double curvature = gram[most][most] - 2 * gram[most][least] + gram[least][least];
            if (!(gap > TOLERANCE * square) || !(curvature > 0)) {
                return weights;
            }
            double moved = Math.min(weights[most], gap / curvature);
            weights[most] = moved == weights[most] ? 0 : weights[most] - moved;
            weights[least] += moved;
            for (int i = 0; i < m; i++) {
                products[i] += moved * (gram[i][least] - gram[i][most]);
            }
        }
        return weights;
    }
}
