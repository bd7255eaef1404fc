package io.flatness.networks.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.core.linalg.Backends;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the definition, for windows of every size, stride, dilation and padding, in both precisions. */
class UnfoldingTest {
    private final DoubleArithmetic doubles =
            new DoubleArithmetic(Backends.installed().choose("ojalgo").gemm());
    private final FloatArithmetic floats =
            new FloatArithmetic(Backends.installed().choose("ojalgo").gemm());

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    /** A window over images that fits, and some images. */
    private record Case(
            Window window, int height, int width, int outHeight, int outWidth, int planes, double[] images) {
        static Case of(int seed) {
            Random random = new Random(seed);
            int height = 1 + random.nextInt(9);
            int width = 1 + random.nextInt(9);
            int kernelHeight = 1 + random.nextInt(4);
            int kernelWidth = 1 + random.nextInt(4);
            int dilationY = 1 + random.nextInt(3);
            int dilationX = 1 + random.nextInt(3);
            int strideY = 1 + random.nextInt(3);
            int strideX = 1 + random.nextInt(3);
            int top = random.nextInt(4);
            int left = random.nextInt(4);
            int bottom = Math.max(random.nextInt(4), dilationY * (kernelHeight - 1) + 1 - height - top);
            int right = Math.max(random.nextInt(4), dilationX * (kernelWidth - 1) + 1 - width - left);
            Window window = new Window(
                    kernelHeight, kernelWidth, strideY, strideX, top, left, bottom, right, dilationY, dilationX);
            int outHeight = (height + top + bottom - dilationY * (kernelHeight - 1) - 1) / strideY + 1;
            int outWidth = (width + left + right - dilationX * (kernelWidth - 1) - 1) / strideX + 1;
            int planes = 1 + random.nextInt(3);
            double[] images = random.doubles((long) planes * height * width)
                    .map(x -> (float) x)
                    .toArray();
            return new Case(window, height, width, outHeight, outWidth, planes, images);
        }

        int columns() {
            return planes * outHeight * outWidth;
        }

        Unfolding unfolding() {
            return new Unfolding(window, height, width, outHeight, outWidth);
        }

        /** Index of what element k of the window sees at a column, or −1 for padding. */
        int seen(int k, int column) {
            int plane = column / (outHeight * outWidth);
            int line = column / outWidth % outHeight;
            int y = line * window.strideY() + k / window.width() * window.dilationY() - window.top();
            int x = column % outWidth * window.strideX() + k % window.width() * window.dilationX() - window.left();
            boolean inside = y >= 0 && y < height && x >= 0 && x < width;
            return inside ? (plane * height + y) * width + x : -1;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gatherWritesWhatEachElementSees(int seed) {
        Case c = Case.of(seed);
        int ld = c.columns() + 2;
        double[] expected = new double[3 + c.window().size() * ld];
        double[] actual = new double[expected.length];
        float[] single = new float[expected.length];
        Arrays.fill(expected, 7);
        Arrays.fill(actual, 7);
        Arrays.fill(single, 7);
        for (int k = 0; k < c.window().size(); k++) {
            for (int column = 0; column < c.columns(); column++) {
                int seen = c.seen(k, column);
                expected[3 + k * ld + column] = seen < 0 ? 0 : c.images()[seen];
            }
        }
        doubles.gather(c.unfolding(), c.images(), 0, c.planes(), actual, 3, ld);
        floats.gather(c.unfolding(), toFloats(c.images()), 0, c.planes(), single, 3, ld);
        assertArrayEquals(expected, actual, 0, c.toString());
        assertArrayEquals(toFloats(expected), single, 0, c.toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void scatterAddsEveryElementToItsPlace(int seed) {
        Case c = Case.of(seed);
        int ld = c.columns() + 2;
        double[] columns = new Random(seed + 1000)
                .ints(3 + c.window().size() * ld, -9, 10)
                .asDoubleStream()
                .toArray();
        double[] expected = c.images().clone();
        Arrays.setAll(expected, i -> Math.rint(8 * expected[i]));
        double[] actual = expected.clone();
        float[] single = toFloats(expected);
        for (int k = 0; k < c.window().size(); k++) {
            for (int column = 0; column < c.columns(); column++) {
                int seen = c.seen(k, column);
                if (seen >= 0) {
                    expected[seen] += columns[3 + k * ld + column];
                }
            }
        }
        float[] singleColumns = toFloats(columns);
        doubles.scatter(c.unfolding(), columns, 3, ld, c.planes(), actual, 0);
        floats.scatter(c.unfolding(), singleColumns, 3, ld, c.planes(), single, 0);
        assertArrayEquals(expected, actual, 0, "whole numbers are added exactly: " + c);
        assertArrayEquals(toFloats(expected), single, 0, c.toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void transposeTurnsRowsIntoColumns(int seed) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(11);
        int columns = 1 + random.nextInt(11);
        int ldIn = columns + random.nextInt(3);
        int ldOut = rows + random.nextInt(3);
        double[] in = random.ints(2L + rows * ldIn, 0, 100).asDoubleStream().toArray();
        double[] out =
                random.ints(1L + columns * ldOut, 0, 100).asDoubleStream().toArray();
        float[] single = toFloats(out);
        double[] sum = out.clone();
        double[] before = out.clone();
        doubles.transpose(in, 2, ldIn, out, 1, ldOut, rows, columns, false);
        doubles.transpose(in, 2, ldIn, sum, 1, ldOut, rows, columns, true);
        floats.transpose(toFloats(in), 2, ldIn, single, 1, ldOut, rows, columns, true);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = 1 + column * ldOut + row;
                assertEquals(in[2 + row * ldIn + column], out[at]);
                assertEquals(before[at] + in[2 + row * ldIn + column], sum[at]);
                assertEquals((float) sum[at], single[at]);
            }
        }
    }

    private static float[] toFloats(double[] x) {
        float[] floats = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            floats[i] = (float) x[i];
        }
        return floats;
    }
}
