package io.flatness.networks.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.core.linalg.Backends;
import io.flatness.spi.linalg.Gemm;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The arithmetic on floats, which the build makes, beside the arithmetic on doubles. */
class TwinsTest {
    private final Gemm gemm = Backends.installed().choose("ojalgo").gemm();
    private final DoubleArithmetic doubles = new DoubleArithmetic(gemm);
    private final FloatArithmetic floats = new FloatArithmetic(gemm);

    @Test
    void blocksChangePlacesAlikeInBothPrecisions() {
        for (int inner : new int[] {1, 2, 5}) {
            for (boolean accumulate : new boolean[] {false, true}) {
                int rows = 7;
                int columns = 6;
                int length = rows * columns * inner;
                double[] in = integers(length, 1);
                double[] out = integers(length, 2);
                double[] expected = out.clone();
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column++) {
                        for (int i = 0; i < inner; i++) {
                            int to = (column * rows + row) * inner + i;
                            double moved = in[(row * columns + column) * inner + i];
                            expected[to] = accumulate ? expected[to] + moved : moved;
                        }
                    }
                }
                float[] floatOut = floats(out);
                doubles.swap(in, 0, out, 0, rows, columns, inner, accumulate);
                floats.swap(floats(in), 0, floatOut, 0, rows, columns, inner, accumulate);
                assertArrayEquals(expected, out);
                assertArrayEquals(floats(expected), floatOut);
            }
        }
    }

    @Test
    void sumsOfFloatsAreDoubles() {
        float[] x = new float[8];
        Arrays.fill(x, 1);
        x[0] = 0x1p24f;
        assertEquals(0x1p24 + 7, floats.sum(x, 0, 8));
        float[] y = {0x1p24f + 2, 1, 1, 1, 1, 1, 1, 1};
        assertEquals(0x1p24 * (0x1p24 + 2) + 7, floats.dot(x, 0, y, 0, 8));
    }

    @Test
    void aFactorIsRoundedToTheElements() {
        float[] x = {3};
        float[] y = {0};
        floats.addScaled(0.1, x, 0, y, 0, 1);
        assertEquals(0.1f * 3, y[0]);
        double[] z = {0};
        doubles.addScaled(0.1, new double[] {3}, 0, z, 0, 1);
        assertEquals(0.1 * 3, z[0]);
    }

    private static double[] integers(int length, long seed) {
        return new SplittableRandom(seed).ints(length, -9, 10).asDoubleStream().toArray();
    }

    private static float[] floats(double[] x) {
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) x[i];
        }
        return result;
    }
}
