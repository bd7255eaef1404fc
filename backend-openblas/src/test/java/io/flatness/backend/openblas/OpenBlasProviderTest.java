package io.flatness.backend.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.linalg.GemmProvider;
import java.util.Arrays;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBlasProviderTest {
    private static Gemm gemm;

    @BeforeAll
    static void load() {
        GemmProvider provider =
                ServiceLoader.load(GemmProvider.class).findFirst().orElseThrow();
        assertEquals("openblas", provider.name());
        gemm = provider.load();
        assertEquals(gemm.kernel(), provider.load().kernel(), "loading again");
    }

    @Test
    void namesItselfAndItsKernel() {
        assertEquals("openblas", gemm.backend());
        assertFalse(gemm.kernel().isBlank());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreesWithTheTripleLoopOnSubmatricesInAllForms(int form) {
        boolean ta = (form & 1) != 0;
        boolean tb = (form & 2) != 0;
        for (int k : new int[] {0, 1, 5, 70}) {
            int m = 33;
            int n = 17;
            int lda = (ta ? m : k) + 2;
            int ldb = (tb ? k : n) + 3;
            int ldc = n + 4;
            Random random = new Random(form);
            // Each array ends with the last element of its submatrix.
            double[] a = random.doubles(1 + length(ta ? k : m, ta ? m : k, lda)).toArray();
            double[] b = random.doubles(2 + length(tb ? n : k, tb ? k : n, ldb)).toArray();
            double[] c = random.doubles(3 + length(m, n, ldc)).toArray();
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
            float[] floats = floats(c);
            gemm.multiply(ta, tb, m, n, k, 2, a, 1, lda, b, 2, ldb, 0.5, c, 3, ldc);
            assertArrayEquals(expected, c, 1e-13, "70 products of numbers below 1 at eps");
            gemm.multiply(ta, tb, m, n, k, 2f, floats(a), 1, lda, floats(b), 2, ldb, 0.5f, floats, 3, ldc);
            assertArrayEquals(floats(expected), floats, 1e-4f, "70 products of numbers below 1 at float eps");
        }
    }

    @Test
    void zeroBetaDoesNotReadTheOldContent() {
        double[] c = {Double.NaN};
        gemm.multiply(false, false, 1, 1, 1, 1, new double[] {3}, 0, 1, new double[] {4}, 0, 1, 0, c, 0, 1);
        assertArrayEquals(new double[] {12}, c);
    }

    @Test
    void anArrayThatIsTooShortIsRefused() {
        double[] four = new double[4];
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> gemm.multiply(false, false, 2, 2, 2, 1, four, 1, 2, four, 0, 2, 0, new double[4], 0, 2));
    }

    @Test
    void callsFromSeveralThreadsGiveTheBitsOfOneWhileGarbageIsCollected() throws Exception {
        int n = 160;
        double[] a = new Random(1).doubles((long) n * n).toArray();
        double[] expected = square(a, n);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> call = () -> {
                boolean same = true;
                for (int repeat = 0; repeat < 50; repeat++) {
                    // A new array each time: the collector moves arrays while calls run.
                    same &= Arrays.equals(expected, square(a.clone(), n));
                }
                return same;
            };
            for (Future<Boolean> result :
                    pool.invokeAll(IntStream.range(0, 4).mapToObj(i -> call).toList())) {
                assertEquals(true, result.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static double[] square(double[] a, int n) {
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
