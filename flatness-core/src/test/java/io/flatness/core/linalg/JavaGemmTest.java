package io.flatness.core.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.linalg.Gemm;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaGemmTest {
    private final Gemm gemm = new JavaGemm();

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "3, 4, 5",
        "5, 300, 70",
        "300, 5, 130",
        "7, 257, 64",
        "64, 10, 33",
        "2, 2, 0",
        "0, 3, 2",
        "40, 31, 1"
    })
    void agreesWithTheTripleLoopOnSubmatricesInAllForms(int m, int n, int k) {
        for (int form = 0; form < 12; form++) {
            boolean ta = (form & 1) != 0;
            boolean tb = (form & 2) != 0;
            double beta = new double[] {0, 1, -0.5}[form / 4];
            int lda = (ta ? m : k) + 2;
            int ldb = (tb ? k : n) + 3;
            int ldc = n + 4;
            Random random = new Random(form);
            // Each array ends with the last element of its submatrix.
            double[] a = random.doubles(1 + length(ta ? k : m, ta ? m : k, lda)).toArray();
            double[] b = random.doubles(2 + length(tb ? n : k, tb ? k : n, ldb)).toArray();
            double[] c = random.doubles(3 + length(m, n, ldc)).toArray();
            if (beta == 0) {
                Arrays.fill(c, 3, c.length, Double.NaN);
            }
            double[] expected = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += (ta ? a[1 + p * lda + i] : a[1 + i * lda + p])
                                * (tb ? b[2 + j * ldb + p] : b[2 + p * ldb + j]);
                    }
                    int at = 3 + i * ldc + j;
                    expected[at] = beta == 0 ? 2 * sum : beta * expected[at] + 2 * sum;
                }
            }
            float[] floats = floats(c);
            gemm.multiply(ta, tb, m, n, k, 2, a, 1, lda, b, 2, ldb, beta, c, 3, ldc);
            assertArrayEquals(expected, c, 1e-12, "130 products of numbers below 1 at eps, form " + form);
            gemm.multiply(ta, tb, m, n, k, 2, floats(a), 1, lda, floats(b), 2, ldb, (float) beta, floats, 3, ldc);
            assertArrayEquals(floats(expected), floats, 5e-4f, "the same at float eps, form " + form);
        }
    }

    @Test
    void callsFromSeveralThreadsGiveTheBitsOfOne() {
        int n = 130;
        double[] a = new Random(1).doubles((long) n * n).toArray();
        double[] expected = square(a, n);
        assertTrue(IntStream.range(0, 64).parallel().allMatch(i -> Arrays.equals(expected, square(a, n))));
    }

    @Test
    void namesItselfAndItsKernel() {
        assertEquals("ojalgo", gemm.backend());
        assertEquals("java", gemm.kernel());
    }

    private double[] square(double[] a, int n) {
        double[] c = new double[n * n];
        gemm.multiply(false, true, n, n, n, 1, a, 0, n, a, 0, n, 0, c, 0, n);
        return c;
    }

    private static int length(int rows, int columns, int ld) {
        return rows == 0 || columns == 0 ? 0 : (rows - 1) * ld + columns;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
