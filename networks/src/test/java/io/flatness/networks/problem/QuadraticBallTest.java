package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.TrustRegion;
import io.flatness.spi.loss.BallBounds;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bound of a quadratic over balls against the trust region solved in the eigenbasis, and against random steps. */
class QuadraticBallTest {
    private static final double[][] SPECTRA = {
        {5, 2, 2, 0.1}, {3, -1, 0, -4}, {-1, -2, -3, -4}, {0, 0, 0, 0}, {4, 4, 4, 4}
    };

    private final LocalContext context = LocalContext.singleThreaded(5);

    @Test
    void itIsTheMaximumWhereAllMoveAndAboveItWhereSomeAreHeld() {
        RandomGenerator random = context.random("ball");
        for (double[] spectrum : SPECTRA) {
            QuadraticSurface surface = new QuadraticSurface(spectrum, Rotation.random(4, random));
            BallBounds bounds = surface.as(BallBounds.class).orElseThrow();
            for (int round = 0; round < 12; round++) {
                double[] theta = new double[4];
                for (int i = 0; i < 4 && round > 0; i++) {
                    theta[i] = random.nextGaussian();
                }
                double radius = Math.exp(random.nextGaussian() * 2);
                double bound =
                        bounds.riseBound(theta, radius, IntStream.range(0, 4).toArray());
                double exact = TrustRegion.maximize(
                                DenseSymmetric.of(surface.hessianAt(theta)).eigen(context.linearAlgebra()),
                                surface.gradient(theta),
                                radius)
                        .gain();
                assertEquals(exact, bound, 1e-8 * exact + 1e-13, "spectrum of " + spectrum[0] + " round " + round);
                int[] some = {0, 2};
                double held = bounds.riseBound(theta, radius, some);
                assertTrue(held <= bound * (1 + 1e-9), "what is held cannot raise it");
                assertTrue(held >= reached(surface, theta, radius, some, random), "spectrum of " + spectrum[0]);
            }
        }
    }

    private static double reached(
            QuadraticSurface surface, double[] theta, double radius, int[] moving, RandomGenerator random) {
        double best = 0;
        for (int k = 0; k < 200; k++) {
            double angle = 2 * Math.PI * random.nextDouble();
            double[] point = theta.clone();
            point[moving[0]] += radius * Math.cos(angle);
            point[moving[1]] += radius * Math.sin(angle);
            best = Math.max(best, surface.value(point) - surface.value(theta));
        }
        return best;
    }
}
