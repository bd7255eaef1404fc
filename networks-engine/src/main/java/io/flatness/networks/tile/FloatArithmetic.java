package io.flatness.networks.tile;

import io.flatness.spi.linalg.Gemm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arithmetic in single precision. */
public final class FloatArithmetic implements Arithmetic<float[]> {
    /**
     * Twice this factor lifts every positive number to 1 or more. Signs of ReLUs are as good as random: a branch, or
     * what the compiler makes of {@code ?:}, costs ten times the arithmetic.
     */
    private static final float LARGE = 0x1p120f;

    private final Gemm gemm;

    /** Arithmetic with the host's matrix product. */
    public FloatArithmetic(Gemm gemm) {
        this.gemm = gemm;
    }

    @Override
    public float[] allocate(int length) {
        return new float[length];
    }

    @Override
    public float[] @Nullable [] places(int count) {
        return new float[count][];
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public void narrow(double[] from, int start, float[] into, int to, int length) {
        for (int i = 0; i < length; i++) {
            into[to + i] = (float) from[start + i];
        }
    }

    @Override
    public void widen(float[] from, int start, double[] into, int to, int length) {
        for (int i = 0; i < length; i++) {
            into[to + i] = from[start + i];
        }
    }

    @Override
    public void widenAndAdd(float[] from, double[] into, int length) {
        for (int i = 0; i < length; i++) {
            into[i] += from[i];
        }
    }

    @Override
    public boolean rounds() {
        return true;
    }

    @Override
    public float[] rounded(double[] values, float[] space) {
        narrow(values, 0, space, 0, values.length);
        return space;
    }

    @Override
    public double get(float[] x, int index) {
        return x[index];
    }

    @Override
    public void addTo(float[] x, int index, double value) {
        x[index] += (float) value;
    }

    @Override
    public void fill(float[] x, int start, int length, double value) {
        Arrays.fill(x, start, start + length, (float) value);
    }

    @Override
    public void copy(float[] from, int start, float[] into, int to, int length) {
        System.arraycopy(from, start, into, to, length);
    }

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            boolean accumulate,
            float[] c,
            int cOffset,
            int ldc) {
        gemm.multiply(
                transposeA,
                transposeB,
                m,
                n,
                k,
                1,
                a,
                aOffset,
                lda,
                b,
                bOffset,
                ldb,
                accumulate ? 1 : 0,
                c,
                cOffset,
                ldc);
    }

    @Override
    public void addScaled(double factor, float[] x, int xStart, float[] y, int yStart, int length) {
        float f = (float) factor;
        if (xStart == yStart) {
            for (int i = xStart; i < xStart + length; i++) {
                y[i] += f * x[i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                y[yStart + i] += f * x[xStart + i];
            }
        }
    }

    @Override
    public void scaleAndShift(double factor, double shift, float[] y, int start, int length) {
        float f = (float) factor;
        float s = (float) shift;
        for (int i = start; i < start + length; i++) {
            y[i] = f * y[i] + s;
        }
    }

    @Override
    public void addToRows(float[] b, int bStart, float[] y, int yStart, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int at = yStart + row * columns;
            for (int j = 0; j < columns; j++) {
                y[at + j] += b[bStart + j];
            }
        }
    }

    @Override
    public void sumRows(float[] x, int xStart, int rows, int columns, float[] into, int to) {
        for (int row = 0; row < rows; row++) {
            int at = xStart + row * columns;
            for (int j = 0; j < columns; j++) {
                into[to + j] += x[at + j];
            }
        }
    }

    @Override
    public void addScaledRows(
            float[] factor, int fStart, float[] x, int xStart, float[] y, int yStart, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = xStart + row * columns;
            int at = yStart + row * columns;
            for (int j = 0; j < columns; j++) {
                y[at + j] += factor[fStart + j] * x[from + j];
            }
        }
    }

    @Override
    public void sumProductRows(float[] x, float[] y, int rows, int columns, float[] into, int to) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            for (int j = 0; j < columns; j++) {
                into[to + j] += x[at + j] * y[at + j];
            }
        }
    }

    @Override
    public double sum(float[] x, int start, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = start;
        for (; i < start + length - 3; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < start + length; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double dot(float[] x, int xStart, float[] y, int yStart, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < length - 3; i += 4) {
            s0 += (double) x[xStart + i] * y[yStart + i];
            s1 += (double) x[xStart + i + 1] * y[yStart + i + 1];
            s2 += (double) x[xStart + i + 2] * y[yStart + i + 2];
            s3 += (double) x[xStart + i + 3] * y[yStart + i + 3];
        }
        for (; i < length; i++) {
            s0 += (double) x[xStart + i] * y[yStart + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void addSquares(float[] x, int xStart, float[] y, int yStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] += x[xStart + i] * x[xStart + i];
        }
    }

    @Override
    public void multiplyBroadcast(
            float[] factor, float[] x, float[] out, int outer, int m, int inner, boolean accumulate) {
        if (m == 1) {
            multiply(factor, x, out, outer * inner, accumulate);
            return;
        }
        for (int o = 0; o < outer; o++) {
            int f = o * inner;
            for (int tangent = 0; tangent < m; tangent++) {
                int at = (o * m + tangent) * inner;
                if (accumulate) {
                    for (int i = 0; i < inner; i++) {
                        out[at + i] += factor[f + i] * x[at + i];
                    }
                } else {
                    for (int i = 0; i < inner; i++) {
                        out[at + i] = factor[f + i] * x[at + i];
                    }
                }
            }
        }
    }

    private static void multiply(float[] factor, float[] x, float[] out, int length, boolean accumulate) {
        if (accumulate) {
            for (int i = 0; i < length; i++) {
                out[i] += factor[i] * x[i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[i] = factor[i] * x[i];
            }
        }
    }

    @Override
    public void addProductBroadcast(
            float[] a, float[] b, int bStart, float[] x, float[] out, int outer, int m, int inner) {
        for (int o = 0; o < outer; o++) {
            int f = o * inner;
            for (int tangent = 0; tangent < m; tangent++) {
                int at = (o * m + tangent) * inner;
                for (int i = 0; i < inner; i++) {
                    out[at + i] += a[f + i] * b[bStart + f + i] * x[at + i];
                }
            }
        }
    }

    @Override
    public void rectify(float[] x, float[] out, int length, double slope) {
        float s = (float) slope;
        if (slope == 0) {
            for (int i = 0; i < length; i++) {
                out[i] = Math.max(x[i], 0);
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[i] = x[i] > 0 ? x[i] : s * x[i];
            }
        }
    }

    @Override
    public void zeroUnlessPositive(float[] sign, float[] x, float[] out, int length, boolean accumulate) {
        if (accumulate) {
            for (int i = 0; i < length; i++) {
                out[i] += Math.min(1, sign[i] * LARGE * LARGE) * x[i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[i] = Math.min(1, sign[i] * LARGE * LARGE) * x[i];
            }
        }
    }

    @Override
    public void slopes(float[] sign, float[] out, int length, double slope, double atZero) {
        int one = Float.floatToRawIntBits(1);
        int below = Float.floatToRawIntBits((float) slope);
        int between = Float.floatToRawIntBits((float) atZero);
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(sign[i]);
            int magnitude = bits << 1;
            int zero = ~((magnitude | -magnitude) >> 31);
            int negative = bits >> 31 & ~zero;
            int positive = ~(bits >> 31 | zero);
            out[i] = Float.intBitsToFloat(positive & one | negative & below | zero & between);
        }
    }

    @Override
    public void pointwise(Pointwise function, float[] x, float[] out, float[] derivatives, int length) {
        for (int i = 0; i < length; i++) {
            float value = x[i];
            derivatives[i] = (float) function.first(value);
            derivatives[length + i] = (float) function.second(value);
            out[i] = (float) function.value(value);
        }
    }

    @Override
    public void rectifyBySlopes(float[] x, float[] slopes, float[] out, float[] derivatives, int length) {
        for (int i = 0; i < length; i++) {
            boolean positive = x[i] > 0;
            derivatives[i] = positive ? 1 : slopes[i];
            derivatives[length + i] = positive ? 0 : x[i];
            out[i] = positive ? x[i] : slopes[i] * x[i];
        }
    }

    @Override
    public void maximum(float[] x, float[] best, int[] winner, int number, int length) {
        for (int i = 0; i < length; i++) {
            if (x[i] > best[i]) {
                best[i] = x[i];
                winner[i] = number;
            }
        }
    }

    @Override
    public void select(
            float[] x, int[] winner, int number, float[] into, int outer, int m, int inner, boolean accumulate) {
        for (int o = 0; o < outer; o++) {
            int w = o * inner;
            for (int tangent = 0; tangent < m; tangent++) {
                int at = (o * m + tangent) * inner;
                for (int i = 0; i < inner; i++) {
                    if (winner[w + i] == number) {
                        into[at + i] = accumulate ? into[at + i] + x[at + i] : x[at + i];
                    } else if (!accumulate) {
                        into[at + i] = 0;
                    }
                }
            }
        }
    }

    @Override
    public void gather(Unfolding u, float[] images, int start, int planes, float[] columns, int to, int ld) {
        int pixels = u.outHeight * u.outWidth;
        for (int k = 0; k < u.origin.length; k++) {
            int row = to + k * ld;
            if (u.before[k] >= 0) {
                int shift = u.shift[k];
                System.arraycopy(columns, to + u.before[k] * ld + shift, columns, row, planes * pixels - shift);
            }
            int freshColumn = u.freshColumn[k];
            int first = u.firstColumn[k];
            int last = u.lastColumn[k];
            for (int plane = 0; plane < planes; plane++) {
                int from = start + plane * u.height * u.width + u.origin[k];
                for (int line = u.freshLine[k]; line < u.outHeight; line++) {
                    int at = row + plane * pixels + line * u.outWidth;
                    if (line < u.firstLine[k] || line > u.lastLine[k] || first > last) {
                        zero(columns, at + freshColumn, at + u.outWidth);
                    } else {
                        zero(columns, at + freshColumn, at + first);
                        gatherLine(images, from + line * u.stepY, u.stepX, columns, at, first, last);
                        zero(columns, at + last + 1, at + u.outWidth);
                    }
                }
            }
        }
    }

    private static void zero(float[] x, int start, int end) {
        for (int i = start; i < end; i++) {
            x[i] = 0;
        }
    }

    private static void gatherLine(float[] images, int from, int stride, float[] columns, int at, int first, int last) {
        if (stride == 1 && last - first > 4) {
            System.arraycopy(images, from + first, columns, at + first, last - first + 1);
        } else {
            for (int column = first; column <= last; column++) {
                columns[at + column] = images[from + column * stride];
            }
        }
    }

    @Override
    public void scatter(Unfolding u, float[] columns, int from, int ld, int planes, float[] images, int start) {
        int pixels = u.outHeight * u.outWidth;
        for (int k = u.origin.length - 1; k >= 0; k--) {
            int row = from + k * ld;
            boolean moved = u.before[k] >= 0;
            int first = u.firstColumn[k];
            int last = u.lastColumn[k];
            for (int plane = 0; plane < planes; plane++) {
                int into = start + plane * u.height * u.width + u.origin[k];
                for (int line = u.freshLine[k]; line < u.outHeight; line++) {
                    int at = row + plane * pixels + line * u.outWidth;
                    if (line >= u.firstLine[k] && line <= u.lastLine[k]) {
                        scatterLine(columns, at, u.stepX, first, last, images, into + line * u.stepY);
                    }
                    if (moved) {
                        zero(columns, at + u.freshColumn[k], at + u.outWidth);
                    }
                }
            }
            if (moved) {
                int shift = u.shift[k];
                add(columns, row, columns, from + u.before[k] * ld + shift, planes * pixels - shift);
            }
        }
    }

    private static void add(float[] x, int xStart, float[] y, int yStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] += x[xStart + i];
        }
    }

    private static void scatterLine(
            float[] columns, int at, int stride, int first, int last, float[] images, int into) {
        for (int column = first; column <= last; column++) {
            images[into + column * stride] += columns[at + column];
        }
    }

    @Override
    public void maxPool(
            Window window,
            float[] images,
            int planes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            float[] out,
            int[] places) {
        int at = 0;
        for (int plane = 0; plane < planes; plane++) {
            int base = plane * height * width;
            for (int oy = 0; oy < outHeight; oy++) {
                int y0 = oy * window.strideY() - window.top();
                int firstY = inside(y0, window.dilationY());
                int lastY = Math.min(y0 + (window.height() - 1) * window.dilationY(), height - 1);
                for (int ox = 0; ox < outWidth; ox++) {
                    int x0 = ox * window.strideX() - window.left();
                    int firstX = inside(x0, window.dilationX());
                    int lastX = Math.min(x0 + (window.width() - 1) * window.dilationX(), width - 1);
                    int place = base + firstY * width + firstX;
                    float best = images[place];
                    for (int y = firstY; y <= lastY; y += window.dilationY()) {
                        for (int x = firstX; x <= lastX; x += window.dilationX()) {
                            int candidate = base + y * width + x;
                            // no branch: which element wins is as good as random
                            place = images[candidate] <= best ? place : candidate;
                            best = Math.max(best, images[candidate]);
                        }
                    }
                    out[at] = best;
                    places[at] = place;
                    at++;
                }
            }
        }
    }

    /** The first of start, start + step, … that is not negative. */
    private static int inside(int start, int step) {
        return start >= 0 ? start : start + (-start + step - 1) / step * step;
    }

    @Override
    public void pick(float[] x, int start, int[] places, int first, int count, float[] into, int to) {
        for (int i = 0; i < count; i++) {
            into[to + i] = x[start + places[first + i]];
        }
    }

    @Override
    public void place(float[] x, int start, int[] places, int first, int count, float[] into, int to) {
        for (int i = 0; i < count; i++) {
            into[to + places[first + i]] += x[start + i];
        }
    }

    @Override
    public void swap(
            float[] in, int inStart, float[] out, int outStart, int rows, int columns, int inner, boolean accumulate) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int from = inStart + (row * columns + column) * inner;
                int to = outStart + (column * rows + row) * inner;
                if (accumulate) {
                    for (int i = 0; i < inner; i++) {
                        out[to + i] += in[from + i];
                    }
                } else {
                    System.arraycopy(in, from, out, to, inner);
                }
            }
        }
    }

    @Override
    public void transpose(
            float[] in,
            int inStart,
            int ldIn,
            float[] out,
            int outStart,
            int ldOut,
            int rows,
            int columns,
            boolean accumulate) {
        int row = 0;
        for (; row < rows - 3; row += 4) {
            int from = inStart + row * ldIn;
            for (int column = 0; column < columns; column++) {
                int to = outStart + column * ldOut + row;
                float x0 = in[from + column];
                float x1 = in[from + ldIn + column];
                float x2 = in[from + 2 * ldIn + column];
                float x3 = in[from + 3 * ldIn + column];
                out[to] = accumulate ? out[to] + x0 : x0;
                out[to + 1] = accumulate ? out[to + 1] + x1 : x1;
                out[to + 2] = accumulate ? out[to + 2] + x2 : x2;
                out[to + 3] = accumulate ? out[to + 3] + x3 : x3;
            }
        }
        for (; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int to = outStart + column * ldOut + row;
                float x = in[inStart + row * ldIn + column];
                out[to] = accumulate ? out[to] + x : x;
            }
        }
    }
}
