package io.flatness.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.linalg.LinearAlgebra;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PosynomialTest {
    private final LocalContext context = LocalContext.singleThreaded(4);
    private final LinearAlgebra algebra = context.linearAlgebra();

    /** Σ_k c_k exp(e_k·s) with the rows c_k, e_k. */
    private static Posynomial sum(double[]... rows) {
        double[] coefficients = Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
        return Posynomial.of(coefficients, rows[0].length - 1, (k, v) -> rows[k][v + 1]);
    }

    /** AM–GM: t₁e^(−2s) + t₂e^(2s) ≥ 2√(t₁t₂), at any scale. */
    @Test
    void twoTermsMeetTheirGeometricMean() {
        for (double scale : new double[] {1e-140, 1, 1e140}) {
            Posynomial trace =
                    sum(new double[] {1.028283199981284 * scale, -2}, new double[] {1.3560567432017157 * scale, 2});
            Posynomial.Minimum minimum = trace.minimize(algebra);
            assertEquals(2.361703086550601 * scale, minimum.value(), 1e-14 * scale);
            assertEquals(Math.log(0.9331655973143246), minimum.point()[0], 1e-13);
            assertTrue(minimum.attained());
        }
    }

    @Test
    void minimumOfManyTermsBeatsEveryPointNearIt() {
        RandomGenerator random = context.random("terms");
        double[][] rows = new double[25][6];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                double[] row = rows[5 * i + j];
                row[0] = random.nextDouble();
                row[1 + i] = i == j && j % 2 == 1 ? -2 : 2;
                row[1 + j] = i == j ? row[1 + i] : -2;
            }
        }
        Posynomial trace = sum(rows);
        Posynomial.Minimum minimum = trace.minimize(algebra);
        assertTrue(minimum.gradient() <= 1e-12);
        for (int trial = 0; trial < 200; trial++) {
            double[] near = minimum.point().clone();
            for (int i = 0; i < 5; i++) {
                near[i] += 0.01 * random.nextGaussian();
            }
            assertTrue(trace.value(near) >= minimum.value());
        }
    }

    @Test
    void infimumThatIsNotReachedIsSaid() {
        Posynomial trace = sum(new double[] {3, -2, 0}, new double[] {1, 0, 2}, new double[] {2, 0, -2});
        Posynomial.Minimum minimum = trace.minimize(algebra);
        assertFalse(minimum.attained());
        assertEquals(2 * Math.sqrt(2), minimum.value(), 1e-12);
    }

    /** Few coordinates go to Newton's method and many to sweeps: both balance coordinates of no weight, too. */
    @Test
    void everyCoordinateIsBalancedWhateverItsWeight() {
        for (int dimension : new int[] {7, 301}) {
            double[] weights = Matrices.fill(dimension, v -> Math.pow(10, -v % 25));
            double[] coefficients = Matrices.fill(2 * dimension, k -> weights[k / 2] * (k % 2 == 0 ? 3 : 5 + k));
            Posynomial separate =
                    Posynomial.of(coefficients, dimension, (k, v) -> k / 2 != v ? 0 : k % 2 == 0 ? 2 : -2);
            Posynomial.Minimum minimum = separate.minimize(algebra);
            assertTrue(minimum.imbalance() <= 1e-12, () -> "imbalance " + minimum.imbalance());
            double sum = 0;
            for (int v = 0; v < dimension; v++) {
                sum += 2 * weights[v] * Math.sqrt(3 * (6.0 + 2 * v));
                assertEquals(0.25 * Math.log((6.0 + 2 * v) / 3), minimum.point()[v], 1e-12, "coordinate " + v);
            }
            assertEquals(sum, minimum.value(), 1e-13 * sum);
        }
    }

    @Test
    void coordinatesThatMoveTogetherOrNotAtAllAreNoObstacle() {
        Posynomial.Minimum minimum =
                sum(new double[] {1, 2, 2, 0}, new double[] {4, -2, -2, 0}).minimize(algebra);
        assertEquals(4, minimum.value(), 1e-14);
        assertEquals(Math.log(4) / 4, minimum.point()[0] + minimum.point()[1], 1e-13);
        assertEquals(0, minimum.point()[2]);
        assertTrue(minimum.attained());
    }

    /** One sweep suffices for coordinates that are apart; these are not. */
    @Test
    void sweepsFindTheMinimumOfAChain() {
        int dimension = 400;
        double[] target = Matrices.fill(dimension, v -> Math.sin(v));
        Posynomial.Exponents chain = (k, v) -> v == k ? 2 : v == k - 1 ? -2 : 0;
        double[] coefficients = Matrices.fill(
                dimension + 1, k -> Math.exp(2 * (k > 0 ? target[k - 1] : 0) - 2 * (k < dimension ? target[k] : 0)));
        Posynomial.Minimum minimum =
                Posynomial.of(coefficients, dimension, chain).minimize(algebra);
        // AM–GM: all terms are 1 at the target, and their product is constant
        assertEquals(dimension + 1, minimum.value(), 1e-9 * dimension);
        assertTrue(minimum.attained());
    }
}
