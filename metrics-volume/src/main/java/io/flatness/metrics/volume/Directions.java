package io.flatness.metrics.volume;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.random.RandomGenerator;

/** A subspace of the parameters by name: the directions through the point that span it. */
public enum Directions {
    /** The eigenvectors of the largest eigenvalues of the Hessian. */
    TOP_CURVATURE {
        @Override
        double[][] draw(Minimum minimum, int count, MetricContext context) {
            return Spectrum.leading(minimum, count, context);
        }
    },
    /** Drawn evenly from all directions, by the seed. */
    RANDOM {
        @Override
        double[][] draw(Minimum minimum, int count, MetricContext context) {
            RandomGenerator random = context.random("subspace");
            double[][] directions = new double[count][minimum.theta().length];
            for (double[] direction : directions) {
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = random.nextGaussian();
                }
            }
            return directions;
        }
    };

    abstract double[][] draw(Minimum minimum, int count, MetricContext context);

    /** Orthonormal directions that span it; {@code count} is at most the number of parameters. */
    double[][] of(Minimum minimum, int count, MetricContext context) {
        double[][] directions = draw(minimum, count, context);
        for (int k = 0; k < count; k++) {
            // Twice is enough: Parlett, The Symmetric Eigenvalue Problem, §6.9.
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    double along = SubspaceSurface.dot(directions[k], directions[j]);
                    for (int i = 0; i < directions[k].length; i++) {
                        directions[k][i] -= along * directions[j][i];
                    }
                }
            }
            double norm = Math.sqrt(SubspaceSurface.dot(directions[k], directions[k]));
            for (int i = 0; i < directions[k].length; i++) {
                directions[k][i] /= norm;
            }
        }
        return directions;
    }
}
