package io.flatness.core.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OjalgoLinearAlgebraTest {
    private final LinearAlgebra algebra = new OjalgoLinearAlgebra(new JavaGemm());

    @ParameterizedTest
    @ValueSource(doubles = {1e-140, 1e-3, 1, 1e140})
    void eigenvaluesOfAScaledMatrixScale(double scale) {
        double[] matrix = {2 * scale, scale, scale, 2 * scale};
        SymmetricEigen eigen = algebra.eigen(matrix, 2);
        assertArrayEquals(new double[] {3, 1}, divided(eigen.values(), scale), 1e-14);
        assertArrayEquals(new double[] {3, 1}, divided(algebra.eigenvalues(matrix, 2), scale), 1e-14);
        assertEquals(1, Math.abs(eigen.vectors()[0][0] * Math.sqrt(2)), 1e-14);
        assertEquals(0, eigen.vectors()[1][0] + eigen.vectors()[1][1], 1e-14);
    }

    @Test
    void choleskyFactorReproducesTheMatrix() {
        double[] l = algebra.cholesky(new double[] {4e100, 2e100, 2e100, 5e100}, 2);
        assertArrayEquals(new double[] {2e50, 0, 1e50, 2e50}, l, 1e36);
        assertThrows(IllegalArgumentException.class, () -> algebra.cholesky(new double[] {1, 2, 2, 1}, 2));
    }

    @Test
    void solveSolves() {
        double[] x = algebra.solve(new double[] {0, 2, 1, 1}, 2, new double[] {4, 5});
        assertArrayEquals(new double[] {3, 2}, x, 1e-14);
    }

    @Test
    void qrReproducesTheMatrixWithOrthonormalColumns() {
        double[] a = {1, 2, 3, 4, 5, 7};
        LinearAlgebra.Qr qr = algebra.qr(a, 3, 2);
        double[] product = new double[6];
        algebra.gemm().multiply(false, false, 3, 2, 2, 1, qr.q(), 0, 2, qr.r(), 0, 2, 0, product, 0, 2);
        assertArrayEquals(a, product, 1e-14);
        double[] gram = new double[4];
        algebra.gemm().multiply(true, false, 2, 2, 3, 1, qr.q(), 0, 2, qr.q(), 0, 2, 0, gram, 0, 2);
        assertArrayEquals(new double[] {1, 0, 0, 1}, gram, 1e-14);
    }

    @Test
    void singularValuesAreThoseOfADiagonal() {
        assertArrayEquals(new double[] {3, 2}, algebra.singularValues(new double[] {0, -3, 2, 0, 0, 0}, 3, 2), 1e-14);
    }

    @Test
    void normNeitherOverflowsNorUnderflows() {
        assertEquals(5e300, algebra.norm(new double[] {3e300, 4e300}), 1e286);
        assertEquals(5e-300, algebra.norm(new double[] {3e-300, 4e-300}), 1e-314);
        assertEquals(0, algebra.norm(new double[3]));
    }

    @Test
    void gemmAgreesWithTheTripleLoopInAllForms() {
        Random random = new Random(1);
        for (int form = 0; form < 4; form++) {
            boolean ta = (form & 1) != 0;
            boolean tb = (form & 2) != 0;
            int m = 3;
            int n = 4;
            int k = 5;
            int lda = 7;
            int ldb = 8;
            int ldc = 9;
            double[] a = random.doubles(64).toArray();
            double[] b = random.doubles(64).toArray();
            double[] c = random.doubles(64).toArray();
            double[] expected = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += (ta ? a[1 + p * lda + i] : a[1 + i * lda + p])
                                * (tb ? b[2 + j * ldb + p] : b[2 + p * ldb + j]);
                    }
                    expected[3 + i * ldc + j] = 0.5 * expected[3 + i * ldc + j] + 2 * sum;
                }
            }
            algebra.gemm().multiply(ta, tb, m, n, k, 2, a, 1, lda, b, 2, ldb, 0.5, c, 3, ldc);
            assertArrayEquals(expected, c, 1e-14, "form " + form);
        }
    }

    private static double[] divided(double[] values, double by) {
        double[] quotient = values.clone();
        for (int i = 0; i < quotient.length; i++) {
            quotient[i] /= by;
        }
        return quotient;
    }
}
