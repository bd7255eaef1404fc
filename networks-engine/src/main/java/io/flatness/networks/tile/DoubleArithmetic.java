package io.flatness.networks.tile;

import io.flatness.networks.elementary.Exponential;
import io.flatness.spi.linalg.Gemm;
import java.util.Arrays;

/** Arithmetic on double elements: the loops. What is not a matter of the type alone is inherited. */
public final class DoubleArithmetic extends DoubleElements {
    private final Gemm gemm;

    /** Arithmetic with the host's matrix product. */
    public DoubleArithmetic(Gemm gemm) {
        this.gemm = gemm;
    }

    @Override
    public @Wide double get(double[] x, int index) {
        return x[index];
    }

    @Override
    public void addTo(double[] x, int index, @Wide double value) {
        x[index] += element(value);
    }

    @Override
    public void fill(double[] x, int start, int length, @Wide double value) {
        Arrays.fill(x, start, start + length, element(value));
    }

    @Override
    public void copy(double[] from, int start, double[] into, int to, int length) {
        System.arraycopy(from, start, into, to, length);
    }

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double[] a,
            int aOffset,
            int lda,
            double[] b,
            int bOffset,
            int ldb,
            boolean accumulate,
            double[] c,
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
    public void addScaled(@Wide double factor, double[] x, int xStart, double[] y, int yStart, int length) {
        double f = element(factor);
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
    public void scaleAndShift(@Wide double factor, @Wide double shift, double[] y, int start, int length) {
        double f = element(factor);
        double s = element(shift);
        for (int i = start; i < start + length; i++) {
            y[i] = f * y[i] + s;
        }
    }

    @Override
    public void addToRows(double[] b, int bStart, double[] y, int yStart, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int at = yStart + row * columns;
            for (int j = 0; j < columns; j++) {
                y[at + j] += b[bStart + j];
            }
        }
    }

    @Override
    public void sumRows(double[] x, int xStart, int rows, int columns, double[] into, int to) {
        for (int row = 0; row < rows; row++) {
            int at = xStart + row * columns;
            for (int j = 0; j < columns; j++) {
                into[to + j] += x[at + j];
            }
        }
    }

    @Override
    public void addScaledRows(
            double[] factor, int fStart, double[] x, int xStart, double[] y, int yStart, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = xStart + row * columns;
            int at = yStart + row * columns;
            for (int j = 0; j < columns; j++) {
                y[at + j] += factor[fStart + j] * x[from + j];
            }
        }
    }

    @Override
    public void sumProductRows(double[] x, double[] y, int rows, int columns, double[] into, int to) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            for (int j = 0; j < columns; j++) {
                into[to + j] += x[at + j] * y[at + j];
            }
        }
    }

    @Override
    public @Wide double sum(double[] x, int start, int length) {
        @Wide double s0 = 0;
        @Wide double s1 = 0;
        @Wide double s2 = 0;
        @Wide double s3 = 0;
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
    public @Wide double dot(double[] x, int xStart, double[] y, int yStart, int length) {
        @Wide double s0 = 0;
        @Wide double s1 = 0;
        @Wide double s2 = 0;
        @Wide double s3 = 0;
        int i = 0;
        for (; i < length - 3; i += 4) {
            s0 += wide(x[xStart + i]) * y[yStart + i];
            s1 += wide(x[xStart + i + 1]) * y[yStart + i + 1];
            s2 += wide(x[xStart + i + 2]) * y[yStart + i + 2];
            s3 += wide(x[xStart + i + 3]) * y[yStart + i + 3];
        }
        for (; i < length; i++) {
            s0 += wide(x[xStart + i]) * y[yStart + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void addSquares(double[] x, int xStart, double[] y, int yStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] += x[xStart + i] * x[xStart + i];
        }
    }

    @Override
    public void multiplyBroadcast(
            double[] factor, double[] x, double[] out, int outer, int m, int inner, boolean accumulate) {
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

    private static void multiply(double[] factor, double[] x, double[] out, int length, boolean accumulate) {
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
            double[] a, double[] b, int bStart, double[] x, double[] out, int outer, int m, int inner) {
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
    public void rectify(double[] x, double[] out, int length, @Wide double slope) {
        double s = element(slope);
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
    public void zeroUnlessPositive(double[] sign, double[] x, double[] out, int length, boolean accumulate) {
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
    public void pointwise(Pointwise function, double[] x, double[] out, double[] derivatives, int length) {
        Block block = new Block();
        for (int start = 0; start < length; start += Block.LENGTH) {
            int count = Math.min(Block.LENGTH, length - start);
            widen(x, start, block.x, 0, count);
            function.evaluate(block, count);
            narrow(block.value, 0, out, start, count);
            narrow(block.first, 0, derivatives, start, count);
            narrow(block.second, 0, derivatives, length + start, count);
        }
    }

    @Override
    public void rectifyBySlopes(double[] x, double[] slopes, double[] out, double[] derivatives, int length) {
        for (int i = 0; i < length; i++) {
            boolean positive = x[i] > 0;
            derivatives[i] = positive ? 1 : slopes[i];
            derivatives[length + i] = positive ? 0 : x[i];
            out[i] = positive ? x[i] : slopes[i] * x[i];
        }
    }

    @Override
    public void maximum(double[] x, double[] best, int[] winner, int number, int length) {
        for (int i = 0; i < length; i++) {
            if (x[i] > best[i]) {
                best[i] = x[i];
                winner[i] = number;
            }
        }
    }

    @Override
    public void select(
            double[] x, int[] winner, int number, double[] into, int outer, int m, int inner, boolean accumulate) {
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
    public void gather(Unfolding u, double[] images, int start, int planes, double[] columns, int to, int ld) {
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

    private static void zero(double[] x, int start, int end) {
        for (int i = start; i < end; i++) {
            x[i] = 0;
        }
    }

    private static void gatherLine(
            double[] images, int from, int stride, double[] columns, int at, int first, int last) {
        if (stride == 1 && last - first > 4) {
            System.arraycopy(images, from + first, columns, at + first, last - first + 1);
        } else {
            for (int column = first; column <= last; column++) {
                columns[at + column] = images[from + column * stride];
            }
        }
    }

    @Override
    public void scatter(Unfolding u, double[] columns, int from, int ld, int planes, double[] images, int start) {
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

    private static void add(double[] x, int xStart, double[] y, int yStart, int length) {
        for (int i = 0; i < length; i++) {
            y[yStart + i] += x[xStart + i];
        }
    }

    private static void scatterLine(
            double[] columns, int at, int stride, int first, int last, double[] images, int into) {
        for (int column = first; column <= last; column++) {
            images[into + column * stride] += columns[at + column];
        }
    }

    @Override
    public void maxPool(
            Window window,
            double[] images,
            int planes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            double[] out,
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
                    double best = images[place];
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
    public void pick(double[] x, int start, int[] places, int first, int count, double[] into, int to) {
        for (int i = 0; i < count; i++) {
            into[to + i] = x[start + places[first + i]];
        }
    }

    @Override
    public void place(double[] x, int start, int[] places, int first, int count, double[] into, int to) {
        for (int i = 0; i < count; i++) {
            into[to + places[first + i]] += x[start + i];
        }
    }

    @Override
    public void swap(
            double[] in,
            int inStart,
            double[] out,
            int outStart,
            int rows,
            int columns,
            int inner,
            boolean accumulate) {
        if (inner == 1) {
            transpose(in, inStart, columns, out, outStart, rows, rows, columns, accumulate);
            return;
        }
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
            double[] in,
            int inStart,
            int ldIn,
            double[] out,
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
                double x0 = in[from + column];
                double x1 = in[from + ldIn + column];
                double x2 = in[from + 2 * ldIn + column];
                double x3 = in[from + 3 * ldIn + column];
                out[to] = accumulate ? out[to] + x0 : x0;
                out[to + 1] = accumulate ? out[to + 1] + x1 : x1;
                out[to + 2] = accumulate ? out[to + 2] + x2 : x2;
                out[to + 3] = accumulate ? out[to + 3] + x3 : x3;
            }
        }
        for (; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int to = outStart + column * ldOut + row;
                double x = in[inStart + row * ldIn + column];
                out[to] = accumulate ? out[to] + x : x;
            }
        }
    }

    @Override
    public void route(
            Routing routing,
            @Wide double factor,
            double[] x,
            int xStart,
            double[] into,
            int intoStart,
            boolean accumulate) {
        int[] from = routing.from();
        int[] to = routing.to();
        int run = routing.run();
        double f = element(factor);
        if (run == 1) {
            if (accumulate) {
                for (int k = 0; k < from.length; k++) {
                    into[intoStart + to[k]] += f * x[xStart + from[k]];
                }
            } else {
                for (int k = 0; k < from.length; k++) {
                    into[intoStart + to[k]] = f * x[xStart + from[k]];
                }
            }
            return;
        }
        for (int k = 0; k < from.length; k++) {
            int at = xStart + from[k];
            int target = intoStart + to[k];
            if (accumulate) {
                addScaled(factor, x, at, into, target, run);
            } else if (factor == 1) {
                System.arraycopy(x, at, into, target, run);
            } else {
                for (int i = 0; i < run; i++) {
                    into[target + i] = f * x[at + i];
                }
            }
        }
    }

    @Override
    public void softmaxRows(double[] x, int xStart, double[] out, int outStart, int rows, int columns, boolean log) {
        for (int row = 0; row < rows; row++) {
            int from = xStart + row * columns;
            int to = outStart + row * columns;
            double max = x[from];
            for (int j = 1; j < columns; j++) {
                max = Math.max(max, x[from + j]);
            }
            @Wide double total = 0;
            for (int j = 0; j < columns; j++) {
                @Wide double e = Exponential.of(wide(x[from + j]) - wide(max));
                total += e;
                out[to + j] = log ? x[from + j] - max : element(e);
            }
            double factor = element(log ? 1 : 1 / total);
            double shift = element(log ? -StrictMath.log(total) : 0);
            for (int j = 0; j < columns; j++) {
                out[to + j] = factor * out[to + j] + shift;
            }
        }
    }

    @Override
    public void softmaxSlope(
            double[] y,
            int yStart,
            double[] x,
            int xStart,
            double[] into,
            int intoStart,
            int rows,
            int columns,
            boolean accumulate) {
        for (int row = 0; row < rows; row++) {
            int value = yStart + row * columns;
            int from = xStart + row * columns;
            int to = intoStart + row * columns;
            double mean = element(dot(y, value, x, from, columns));
            for (int j = 0; j < columns; j++) {
                double image = y[value + j] * (x[from + j] - mean);
                into[to + j] = accumulate ? into[to + j] + image : image;
            }
        }
    }

    @Override
    public void softmaxCurve(
            double[] y,
            int yStart,
            double[] dy,
            int dyStart,
            double[] delta,
            int deltaStart,
            double[] into,
            int intoStart,
            int rows,
            int columns) {
        for (int row = 0; row < rows; row++) {
            int value = yStart + row * columns;
            int moves = dyStart + row * columns;
            int slope = deltaStart + row * columns;
            int to = intoStart + row * columns;
            double mean = element(dot(y, value, delta, slope, columns));
            double bend = element(dot(dy, moves, delta, slope, columns));
            for (int j = 0; j < columns; j++) {
                into[to + j] += dy[moves + j] * (delta[slope + j] - mean) - y[value + j] * bend;
            }
        }
    }

    @Override
    public void logSoftmaxTangent(double[] y, double[] x, double[] into, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            @Wide double mean = 0;
            for (int j = 0; j < columns; j++) {
                mean += Exponential.of(wide(y[at + j])) * x[at + j];
            }
            for (int j = 0; j < columns; j++) {
                into[at + j] = element(x[at + j] - mean);
            }
        }
    }

    @Override
    public void logSoftmaxPull(
            double[] y,
            double[] x,
            int xStart,
            double[] into,
            int intoStart,
            int rows,
            int columns,
            boolean accumulate) {
        for (int row = 0; row < rows; row++) {
            int value = row * columns;
            int from = xStart + row * columns;
            int to = intoStart + row * columns;
            @Wide double total = sum(x, from, columns);
            for (int j = 0; j < columns; j++) {
                double image = element(x[from + j] - Exponential.of(wide(y[value + j])) * total);
                into[to + j] = accumulate ? into[to + j] + image : image;
            }
        }
    }

    @Override
    public void logSoftmaxCurve(double[] y, double[] dx, double[] delta, double[] into, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            @Wide double total = sum(delta, at, columns);
            @Wide double mean = 0;
            for (int j = 0; j < columns; j++) {
                mean += Exponential.of(wide(y[at + j])) * dx[at + j];
            }
            for (int j = 0; j < columns; j++) {
                into[at + j] -= element(Exponential.of(wide(y[at + j])) * (dx[at + j] - mean) * total);
            }
        }
    }

    @Override
    public void normalizeRows(
            double[] x, double[] normal, int rows, int columns, @Wide double epsilon, boolean centered) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            double mean = element(centered ? sum(x, at, columns) / columns : 0);
            for (int j = 0; j < columns; j++) {
                normal[at + j] = x[at + j] - mean;
            }
            double r = element(1 / Math.sqrt(dot(normal, at, normal, at, columns) / columns + epsilon));
            for (int j = 0; j < columns; j++) {
                normal[at + j] *= r;
            }
            normal[rows * columns + row] = r;
        }
    }

    @Override
    public void normalizationSlope(
            double[] normal,
            double[] x,
            int xStart,
            double[] into,
            int intoStart,
            int rows,
            int columns,
            boolean centered,
            boolean accumulate) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            int from = xStart + at;
            int to = intoStart + at;
            double r = normal[rows * columns + row];
            double mean = element(centered ? sum(x, from, columns) / columns : 0);
            double along = element(dot(normal, at, x, from, columns) / columns);
            if (accumulate) {
                for (int j = 0; j < columns; j++) {
                    into[to + j] += r * (x[from + j] - mean - normal[at + j] * along);
                }
            } else {
                for (int j = 0; j < columns; j++) {
                    into[to + j] = r * (x[from + j] - mean - normal[at + j] * along);
                }
            }
        }
    }

    @Override
    public void normalizationCurve(
            double[] normal,
            double[] dx,
            double[] dNormal,
            double[] g,
            double[] dg,
            double[] into,
            int rows,
            int columns,
            boolean centered) {
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            double r = normal[rows * columns + row];
            double mean = element(centered ? sum(g, at, columns) / columns : 0);
            double dMean = element(centered ? sum(dg, at, columns) / columns : 0);
            double along = element(dot(normal, at, g, at, columns) / columns);
            double dAlong = element((dot(dNormal, at, g, at, columns) + dot(normal, at, dg, at, columns)) / columns);
            double shrinks = element(-r * dot(normal, at, dx, at, columns) / columns);
            for (int j = 0; j < columns; j++) {
                double slope = g[at + j] - mean - normal[at + j] * along;
                double bend = dg[at + j] - dMean - dNormal[at + j] * along - normal[at + j] * dAlong;
                into[at + j] += r * (shrinks * slope + bend);
            }
        }
    }
}
