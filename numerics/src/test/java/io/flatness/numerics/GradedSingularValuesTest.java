package io.flatness.numerics;

import static io.flatness.numerics.Matrices.ALGEBRA;
import static io.flatness.numerics.Matrices.fill;
import static io.flatness.numerics.Matrices.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GradedSingularValuesTest {
    private static double[][] gaussian(int rows, int columns, long seed) {
        RandomGenerator random = random(seed);
        double[][] a = new double[rows][];
        for (int i = 0; i < rows; i++) {
            a[i] = fill(columns, j -> random.nextGaussian());
        }
        return a;
    }

    private static double[] flat(double[][] a) {
        return fill(a.length * a[0].length, k -> a[k / a[0].length][k % a[0].length]);
    }

    @Test
    void anOrdinaryMatrixHasItsOrdinarySingularValues() {
        for (int[] shape : new int[][] {{7, 4}, {5, 5}, {4, 9}}) {
            double[][] a = gaussian(shape[0], shape[1], 1);
            double[] expected = ALGEBRA.singularValues(flat(a), shape[0], shape[1]);
            assertArrayEquals(expected, GradedSingularValues.of(a), 1e-13);
        }
    }

    @Test
    // An ordinary decomposition answers 1e7 and more for the third value here: eps times the largest.
    void smallSingularValuesOfAWidelyScaledMatrixKeepAllTheirDigits() {
        // Rows e₁·1e23, e₂ + e₁, e₃·1e-20 + e₂: a triangle whose singular values are known to first order.
        double[][] a = {{1e23, 0, 0}, {1, 1, 0}, {0, 1, 1e-20}, {0, 0, 1e-20}};
        double[] values = GradedSingularValues.of(a);
        assertEquals(1, values[0] / 1e23, 1e-15);
        assertEquals(Math.sqrt(2), values[1], 1e-14);
        // The last two rows less their part along e₂: (−½, ½, 1)·1e-20 in the third column.
        assertEquals(Math.sqrt(1.5) * 1e-20, values[2], 1e-33);
    }

    @Test
    void theProductOfTheValuesIsTheDeterminant() {
        double[][] b = gaussian(6, 6, 2);
        double determinant = 0;
        double[] plain = ALGEBRA.singularValues(flat(b), 6, 6);
        double scale = 0;
        for (int i = 0; i < 6; i++) {
            determinant += Math.log(plain[i]);
            double d = Math.pow(10, 12 * i - 30);
            scale += Math.log(d);
            Vectors.scale(d, b[i]);
        }
        double sum = 0;
        for (double value : GradedSingularValues.of(b)) {
            sum += Math.log(value);
        }
        assertEquals(determinant + scale, sum, 1e-11);
    }

    @Test
    void zerosAreFine() {
        assertArrayEquals(new double[] {5, 0}, GradedSingularValues.of(new double[][] {{3, 0}, {4, 0}}), 1e-15);
        assertTrue(GradedSingularValues.of(new double[][] {{0, 0}}).length == 1);
    }
}
