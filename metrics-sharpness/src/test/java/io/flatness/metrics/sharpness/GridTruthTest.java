package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Surfaces with interior maxima, kinks and several wells against the values on dense grids. */
class GridTruthTest {
    private static final Effort EFFORT = new Effort(4, 2000);
    private static final int SURFACES = Depth.LONG ? 100 : 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theHighestPointOfADenseGridLiesInTheBracket(int size) {
        for (int seed = 0; seed < SURFACES; seed++) {
            MetricContext context = LocalContext.singleThreaded(seed);
            RandomGenerator random = context.random("rugged-" + size);
            RuggedSurface surface = RuggedSurface.random(size, random);
            double[] theta = new double[size];
            for (int i = 0; i < size; i++) {
                theta[i] = random.nextGaussian();
            }
            Minimum minimum = new Minimum(surface, theta);
            double scale = 1 + surface.value(theta);
            for (double radius : new double[] {0.13, 0.5, 1.1}) {
                Measurement ball = new EpsilonSharpness(new EpsilonSharpnessParameters(radius, Scope.ALL, EFFORT))
                        .measure(minimum, context);
                brackets(ball, highest(surface, theta, ones(size), radius, Norm.L2) / scale, size + " ball " + seed);
                Measurement box = new KeskarSharpness(new KeskarSharpnessParameters(radius, Scope.ALL, EFFORT))
                        .measure(minimum, context);
                double[] widths = new double[size];
                for (int i = 0; i < size; i++) {
                    widths[i] = Math.abs(theta[i]) + 1;
                }
                double truth = 100 * highest(surface, theta, widths, radius, Norm.LINF) / scale;
                brackets(box, truth, size + " box " + seed);
            }
        }
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void brackets(Measurement measured, double grid, String which) {
        double upper = (double) measured.details().get("upper");
        String said = which + ": " + measured.value() + " to " + upper + ", on the grid " + grid;
        assertTrue(upper >= grid, said);
        assertTrue(measured.value() <= upper, said);
        // 1e-9: points of the grid lie on the boundary as computed
        assertTrue(measured.value() >= grid * (1 - 1e-9), said);
    }

    /** The highest rise on a grid of a neighbourhood. */
    private static double highest(LossSurface surface, double[] theta, double[] widths, double radius, Norm norm) {
        int size = theta.length;
        int points = size == 1 ? 20_001 : size == 2 ? 301 : 61;
        int all = (int) Math.pow(points, size);
        double best = 0;
        double base = surface.value(theta);
        for (int k = 0; k < all; k++) {
            double[] z = new double[size];
            for (int i = 0, rest = k; i < size; i++, rest /= points) {
                z[i] = 2.0 * (rest % points) / (points - 1) - 1;
            }
            if (norm.of(z) <= 1) {
                double[] x = new double[size];
                for (int i = 0; i < size; i++) {
                    x[i] = theta[i] + radius * widths[i] * z[i];
                }
                best = Math.max(best, surface.value(x) - base);
            }
        }
        return best;
    }
}
