package io.flatness.numerics;

import static io.flatness.numerics.Matrices.ALGEBRA;
import static io.flatness.numerics.Matrices.diagonal;
import static io.flatness.numerics.Matrices.fill;
import static io.flatness.numerics.Matrices.random;
import static io.flatness.numerics.Matrices.rotated;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanczosTest {
    private static EigenPairs solve(SymmetricOperator a, int count, SpectrumEnd which) {
        return Lanczos.of(count, which).solve(a, random(7), ALGEBRA);
    }

    private static double[] expected(double[] spectrum, int count, SpectrumEnd which) {
        return Arrays.stream(spectrum)
                .boxed()
                .sorted((a, b) -> Double.compare(which.key(b), which.key(a)))
                .limit(count)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static void assertEigenvalues(double[] spectrum, EigenPairs found, int count, SpectrumEnd which) {
        double scale = Arrays.stream(spectrum).map(Math::abs).max().orElseThrow();
        assertTrue(found.converged(), "converged");
        assertArrayEquals(expected(spectrum, count, which), found.values(), 1e-12 * scale);
        for (int i = 0; i < found.values().length; i++) {
            assertTrue(found.residuals()[i] <= 2e-10 * scale, "residual " + found.residuals()[i]);
            assertEquals(1, Vectors.norm(found.vectors()[i]), 1e-13);
            for (int j = 0; j < i; j++) {
                assertEquals(0, Vectors.dot(found.vectors()[i], found.vectors()[j]), 1e-9);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SpectrumEnd.class)
    void eachEndOfAnIndefiniteSpectrumIsFound(SpectrumEnd which) {
        double[] spectrum = fill(300, i -> i < 5 ? 100.0 / (i + 1) : i < 9 ? -120.0 / (i - 4) : Math.sin(i));
        assertEigenvalues(spectrum, solve(rotated(1, spectrum), 5, which), 5, which);
    }

    @Test
    void theLargestMagnitudeMayBeNegative() {
        double[] spectrum = fill(200, i -> i == 0 ? -50 : 49.0 / (i + 1));
        EigenPairs found = solve(rotated(2, spectrum), 1, SpectrumEnd.MAGNITUDE);
        assertEquals(-50, found.values()[0], 1e-11);
    }

    // A single Krylov space sees a triple eigenvalue once: without a second look the answer is 10, 5, 5/3, …
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void repeatedEigenvaluesAreFoundAsOftenAsTheyOccur(int blockSize) {
        double[] spectrum = fill(250, i -> i < 3 ? 10 : i < 6 ? 5 : 5 * Math.pow(3, 5 - i));
        EigenPairs found = new Lanczos(6, SpectrumEnd.LARGEST, 1e-10, blockSize, 5000)
                .solve(rotated(3, spectrum), random(1), ALGEBRA);
        assertEigenvalues(spectrum, found, 6, SpectrumEnd.LARGEST);
        assertTrue(found.verified());
    }

    @Test
    void clusteredEigenvaluesAreResolved() {
        double[] spectrum = fill(200, i -> i < 4 ? 1 - 1e-7 * i : 0.9 / (i + 1));
        EigenPairs found = solve(rotated(4, spectrum), 4, SpectrumEnd.LARGEST);
        assertEigenvalues(spectrum, found, 4, SpectrumEnd.LARGEST);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1e-30, 1, 1e30, 1e140})
    // PyHessian's power iteration adds 1e-6 to every norm: at 1e-8 it answers 0.52 of the eigenvalue, at 1e-10 0.31.
    void scaleChangesNothing(double scale) {
        double[] spectrum = fill(120, i -> (i % 2 == 0 ? 1 : -0.7) * Math.pow(0.8, i));
        Matrices.Dense a = rotated(5, spectrum);
        EigenPairs unit = solve(a, 3, SpectrumEnd.LARGEST);
        EigenPairs scaled = solve(a.times(scale), 3, SpectrumEnd.LARGEST);
        for (int i = 0; i < 3; i++) {
            assertEquals(unit.values()[i], scaled.values()[i] / scale, 1e-13);
            assertTrue(scaled.residuals()[i] / scale <= 2e-10);
        }
    }

    @Test
    void theZeroMatrixHasZeroEigenvalues() {
        EigenPairs found = solve(diagonal(new double[90]), 3, SpectrumEnd.LARGEST);
        assertArrayEquals(new double[3], found.values());
        assertArrayEquals(new double[3], found.residuals());
        assertTrue(found.converged() && found.verified());
    }

    @Test
    // curvlinops' fast Lanczos divides by the vanished remainder here and answers NaN.
    void aRankOneMatrixBreaksDownAndIsStillRight() {
        double[] spectrum = fill(150, i -> i == 17 ? 4 : 0);
        assertEigenvalues(spectrum, solve(rotated(6, spectrum), 3, SpectrumEnd.LARGEST), 3, SpectrumEnd.LARGEST);
    }

    @Test
    void theIdentityHasOneEigenvalueManyTimes() {
        double[] ones = fill(120, i -> 1);
        assertArrayEquals(
                new double[] {1, 1, 1, 1},
                solve(diagonal(ones), 4, SpectrumEnd.SMALLEST).values(),
                1e-14);
    }

    @Test
    void oneDimensionIsEnough() {
        EigenPairs found = solve(diagonal(-3), 2, SpectrumEnd.MAGNITUDE);
        assertArrayEquals(new double[] {-3}, found.values());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10, 15, 40})
    void smallMatricesGiveTheirWholeSpectrum(int n) {
        double[] spectrum = fill(n, i -> Math.cos(3 * i) * (i + 1));
        assertEigenvalues(spectrum, solve(rotated(n, spectrum), n, SpectrumEnd.LARGEST), n, SpectrumEnd.LARGEST);
    }

    @Test
    void theResidualIntervalContainsAnEigenvalueEvenWithoutConvergence() {
        double[] spectrum = fill(400, i -> 1 - i / 400.0);
        EigenPairs found =
                new Lanczos(3, SpectrumEnd.LARGEST, 1e-12, 1, 12).solve(rotated(8, spectrum), random(3), ALGEBRA);
        assertFalse(found.converged());
        for (int i = 0; i < 3; i++) {
            double value = found.values()[i];
            double nearest =
                    Arrays.stream(spectrum).map(x -> Math.abs(x - value)).min().orElseThrow();
            assertTrue(nearest <= found.residuals()[i], nearest + " > " + found.residuals()[i]);
        }
    }

    @Test
    void productsInSinglePrecisionEndWithTheirOwnAccuracy() {
        Matrices.Dense a = rotated(12, fill(150, i -> 5 * Math.pow(0.8, i)));
        SymmetricOperator single = new SymmetricOperator() {
            @Override
            public int dimension() {
                return 150;
            }

            @Override
            public void apply(double[] x, double[] into) {
                a.apply(x, into);
                for (int i = 0; i < into.length; i++) {
                    into[i] = (float) into[i];
                }
            }
        };
        EigenPairs found = solve(single, 2, SpectrumEnd.LARGEST);
        assertTrue(found.converged() && found.limitedByProducts());
        // The interval is that of the rounded products, which are themselves 5·2⁻²⁴ off.
        assertEquals(5, found.values()[0], found.residuals()[0] + 5 * 0x1p-24);
        assertTrue(found.residuals()[0] > 1e-9 && found.residuals()[0] < 1e-5);
        assertFalse(solve(a, 2, SpectrumEnd.LARGEST).limitedByProducts());
    }

    @Test
    void restartsKeepConverging() {
        // 1000 eigenvalues in [0, 1] with a top gap of 1e-3: hopeless for one basis of 60 vectors.
        double[] spectrum = fill(1000, i -> 1 - i / 1000.0);
        EigenPairs found = solve(diagonal(spectrum), 5, SpectrumEnd.LARGEST);
        assertEigenvalues(spectrum, found, 5, SpectrumEnd.LARGEST);
        assertTrue(found.products() < 1500, "products " + found.products());
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        double[] spectrum = fill(100, i -> 1.0 / (i + 1));
        Matrices.Dense a = rotated(9, spectrum);
        assertArrayEquals(
                solve(a, 3, SpectrumEnd.LARGEST).values(),
                solve(a, 3, SpectrumEnd.LARGEST).values());
    }

    @Test
    // Power iteration with deflation needs 2,400 products for the same five eigenvalues to 1e-8.
    void fewerProductsThanPowerIteration() {
        double[] spectrum = fill(500, i -> 10 * Math.pow(0.9, i));
        Matrices.Dense a = diagonal(spectrum);
        EigenPairs found = solve(a, 5, SpectrumEnd.LARGEST);
        assertEigenvalues(spectrum, found, 5, SpectrumEnd.LARGEST);
        assertTrue(3 * found.products() <= powerIterations(a, 5, 1e-8), "products " + found.products());
    }

    private static int powerIterations(Matrices.Dense a, int count, double tolerance) {
        int products = 0;
        double[][] found = new double[count][];
        for (int k = 0; k < count; k++) {
            double[] x = fill(a.n(), i -> 1);
            double before = 0;
            while (true) {
                for (int j = 0; j < k; j++) {
                    Vectors.axpy(-Vectors.dot(found[j], x), found[j], x);
                }
                Vectors.scale(1 / Vectors.norm(x), x);
                double[] y = a.apply(x);
                products++;
                double value = Vectors.dot(x, y);
                if (Math.abs(value - before) <= tolerance * Math.abs(value)) {
                    break;
                }
                before = value;
                x = y;
            }
            found[k] = x;
        }
        return products;
    }

    @Test
    void aDenseMatrixIsReadFromItsProducts() {
        double[] spectrum = {-4, 3, 3, 1e-3, 0};
        Matrices.Dense a = rotated(10, spectrum);
        DenseSymmetric dense = DenseSymmetric.of(a);
        assertArrayEquals(a.matrix(), dense.matrix(), 0);
        assertEquals(0, dense.asymmetry());
        assertArrayEquals(
                new double[] {-4, 3, 3},
                dense.extreme(dense.eigen(ALGEBRA), 3, SpectrumEnd.MAGNITUDE).values(),
                1e-14);
    }

    @Test
    void anAsymmetricOperatorIsSeen() {
        SymmetricOperator lopsided = new Matrices.Dense(new double[] {1, 2, 0, 1}, 2);
        assertEquals(Math.sqrt(8.0 / 6), DenseSymmetric.of(lopsided).asymmetry(), 1e-15);
    }
}
