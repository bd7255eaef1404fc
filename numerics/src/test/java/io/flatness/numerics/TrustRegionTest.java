package io.flatness.numerics;

import static io.flatness.numerics.Matrices.ALGEBRA;
import static io.flatness.numerics.Matrices.diagonal;
import static io.flatness.numerics.Matrices.fill;
import static io.flatness.numerics.Matrices.random;
import static io.flatness.numerics.Matrices.rotated;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.numerics.TrustRegion.Solution;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRegionTest {
    private static Solution dense(Matrices.Dense h, double[] g, double radius) {
        return TrustRegion.maximize(ALGEBRA.eigen(h.matrix(), h.n()), g, radius);
    }

    private static Solution krylov(Matrices.Dense h, double[] g, double radius) {
        return TrustRegion.maximize(h, g, radius, 1e-10, 1000, random(5), ALGEBRA);
    }

    private static double gain(Matrices.Dense h, double[] g, double[] d) {
        return Vectors.dot(g, d) + 0.5 * Vectors.dot(d, h.apply(d));
    }

    private static void assertMaximal(Matrices.Dense h, double[] g, double radius, Solution solution) {
        double gain = gain(h, g, solution.step());
        assertEquals(gain, solution.gain(), 1e-9 * Math.abs(gain));
        assertTrue(Vectors.norm(solution.step()) <= radius * (1 + 1e-12));
        double[] kkt = h.apply(solution.step());
        for (int i = 0; i < kkt.length; i++) {
            kkt[i] = solution.multiplier() * solution.step()[i] - kkt[i] - g[i];
        }
        assertTrue(Vectors.norm(kkt) * radius <= 2e-9 * gain, "residual " + Vectors.norm(kkt));
        double top = ALGEBRA.eigenvalues(h.matrix(), h.n())[0];
        assertTrue(solution.multiplier() >= Math.max(0, top) * (1 - 1e-9) - 1e-300);
        RandomGenerator random = random(11);
        for (int k = 0; k < 2000; k++) {
            double[] d = fill(g.length, i -> random.nextGaussian());
            Vectors.scale(radius / Vectors.norm(d), d);
            assertTrue(gain(h, g, d) <= solution.upperBound() * (1 + 1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.3, 10})
    void anIndefiniteProblemIsSolvedBothWays(double radius) {
        Matrices.Dense h = rotated(1, fill(60, i -> Math.cos(i) * (60 - i)));
        double[] g = fill(60, i -> Math.sin(2 * i + 1));
        assertMaximal(h, g, radius, dense(h, g, radius));
        assertMaximal(h, g, radius, krylov(h, g, radius));
        assertEquals(
                dense(h, g, radius).gain(),
                krylov(h, g, radius).gain(),
                1e-9 * dense(h, g, radius).gain());
    }

    @Test
    void theHardCaseFillsTheBallAlongTheTopEigenvector() {
        // g = (0, 1), H = diag(4, 1): (4 − 1) d₂ = 1 and d₁ = ±√(1 − 1/9).
        Matrices.Dense h = diagonal(4, 1);
        double[] g = {0, 1};
        for (Solution solution : new Solution[] {dense(h, g, 1), krylov(h, g, 1)}) {
            assertEquals(4, solution.multiplier(), 1e-12);
            assertEquals(1.0 / 3, solution.step()[1], 1e-9);
            assertEquals(Math.sqrt(8) / 3, Math.abs(solution.step()[0]), 1e-9);
            assertEquals(2 + 1.0 / 6, solution.gain(), 1e-12);
        }
        assertTrue(dense(h, g, 1).hardCase());
    }

    @Test
    void theHardCaseIsFoundInALargeProblemToo() {
        Matrices.Dense h = diagonal(fill(300, i -> i == 0 ? 10 : 5 - i / 100.0));
        double[] g = fill(300, i -> i == 0 ? 0 : 0.01);
        Solution solution = krylov(h, g, 1);
        assertMaximal(h, g, 1, solution);
        assertEquals(dense(h, g, 1).gain(), solution.gain(), 1e-9 * solution.gain());
        assertTrue(Math.abs(solution.step()[0]) > 0.9);
        assertTrue(solution.products() < 150, "products " + solution.products());
    }

    @Test
    void aConcaveModelMayHaveItsMaximumInside() {
        Matrices.Dense h = diagonal(-2, -4);
        Solution solution = dense(h, new double[] {1, 1}, 5);
        assertFalse(solution.onBoundary());
        assertEquals(0, solution.multiplier());
        assertArrayEquals(new double[] {0.5, 0.25}, solution.step(), 1e-15);
        assertEquals(0.375, solution.gain(), 1e-15);
        assertTrue(dense(h, new double[] {1, 1}, 0.1).onBoundary());
    }

    @Test
    void atACriticalPointTheGainIsHalfTheTopEigenvalueTimesRadiusSquared() {
        Matrices.Dense h = rotated(3, fill(100, i -> 7 * Math.pow(0.9, i)));
        assertEquals(0.5 * 7 * 0.01, dense(h, new double[100], 0.1).gain(), 1e-14);
        assertEquals(0.5 * 7 * 0.01, krylov(h, new double[100], 0.1).gain(), 1e-11);
    }

    @Test
    void nothingIsGainedOnAFlatSurface() {
        assertEquals(0, dense(diagonal(0, 0), new double[2], 1).gain());
        assertEquals(0, krylov(diagonal(0, 0), new double[2], 1).gain());
        Solution slope = krylov(diagonal(0, 0, 0), new double[] {3, 0, 4}, 0.5);
        assertEquals(2.5, slope.gain(), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1e140})
    void scaleChangesNothing(double unit) {
        Matrices.Dense h = rotated(4, fill(40, i -> Math.cos(i) * (40 - i)));
        double[] g = fill(40, i -> Math.sin(i));
        double[] scaled = g.clone();
        Vectors.scale(unit, scaled);
        double expected = dense(h, g, 0.3).gain();
        assertEquals(expected, dense(h.times(unit), scaled, 0.3).gain() / unit, 1e-12 * expected);
        assertEquals(expected, krylov(h.times(unit), scaled, 0.3).gain() / unit, 1e-9 * expected);
    }

    @Test
    void aTinyGradientNearTheHardCaseIsNotLost() {
        // ½·4 + O(1e-30): the tiny part only decides the sign along the top eigenvector.
        Matrices.Dense h = diagonal(4, 1);
        Solution solution = dense(h, new double[] {-1e-30, 1}, 1);
        assertEquals(-Math.sqrt(8) / 3, solution.step()[0], 1e-12);
        assertEquals(2 + 1.0 / 6, solution.gain(), 1e-14);
    }

    @Test
    void aShortBudgetIsSaidAndTheBoundHolds() {
        Matrices.Dense h = diagonal(fill(400, i -> 1 - i / 400.0));
        double[] g = fill(400, i -> 1e-3 * Math.cos(i));
        Solution solution = TrustRegion.maximize(h, g, 1, 1e-12, 10, random(1), ALGEBRA);
        double truth = dense(h, g, 1).gain();
        assertFalse(solution.converged());
        assertTrue(solution.gain() <= truth && truth <= solution.upperBound());
    }

    @Test
    void aRadiusThatIsNotPositiveIsRefused() {
        Matrices.Dense h = diagonal(1);
        assertThrows(IllegalArgumentException.class, () -> dense(h, new double[1], 0));
    }
}
