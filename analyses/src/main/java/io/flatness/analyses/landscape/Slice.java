package io.flatness.analyses.landscape;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.loss.LossSurface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loss on a regular grid of a line or plane.
 *
 * @param plane where
 * @param x coordinates along the first direction, ascending
 * @param y along the second; one zero for a line
 * @param loss loss[j][i] at (x[i], y[j]); infinite where it overflows
 */
record Slice(Plane plane, double[] x, double[] y, double[][] loss) {
    /** Values that are computed and kept together. */
    private static final int TILE = 128;

    /** Evenly spaced numbers, both ends among them. */
    static double[] ticks(double from, double to, int count) {
        double[] ticks = new double[count];
        for (int i = 0; i < count; i++) {
            ticks[i] = i == count - 1 ? to : from + (to - from) * i / (count - 1);
        }
        return ticks;
    }

    /**
     * Evaluates the loss, beside each other in tiles that a resumed run finds again.
     *
     * @param name tells the slice apart from the others of the analysis
     * @param progress part of the analysis that is done before, and that this slice is
     */
    static Slice of(
            AnalysisContext context, String name, LossSurface surface, Plane plane, int points, double[] progress) {
        double[] x = ticks(plane.window()[0], plane.window()[1], points);
        double[] y = plane.dimensions() == 1 ? new double[1] : ticks(plane.window()[2], plane.window()[3], points);
        int count = x.length * y.length;
        double[] all = new double[count];
        for (int from = 0; from < count; from += TILE) {
            int start = from;
            int size = Math.min(TILE, count - from);
            double[] tile = context.keep("slice " + name + " " + from, () -> {
                double[] values = new double[size];
                context.parallel().forEach(size, (worker, k) -> {
                    context.checkCancelled();
                    int i = (start + k) % x.length;
                    int j = (start + k) / x.length;
                    values[k] = finite(surface.value(plane.theta(x[i], y[j])));
                });
                return values;
            });
            System.arraycopy(tile, 0, all, from, size);
            context.progress(
                    progress[0] + progress[1] * (from + size) / count,
                    name + ", " + (from + size) + " of " + count + " losses");
        }
        double[][] loss = new double[y.length][];
        for (int j = 0; j < y.length; j++) {
            loss[j] = Arrays.copyOfRange(all, j * x.length, (j + 1) * x.length);
        }
        return new Slice(plane, x, y, loss);
    }

    /** A loss that overflows is beyond every number. */
    private static double finite(double loss) {
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }

    double minimum() {
        return Arrays.stream(loss).flatMapToDouble(Arrays::stream).min().orElse(Double.NaN);
    }

    double maximum() {
        return Arrays.stream(loss).flatMapToDouble(Arrays::stream).max().orElse(Double.NaN);
    }

    /** The loss of a line over its coordinate. */
    List<double[]> curve() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            if (Double.isFinite(loss[0][i])) {
                rows.add(new double[] {x[i], loss[0][i]});
            }
        }
        return rows;
    }

    /** The loss of a plane, row by row. */
    List<double[]> surface() {
        List<double[]> rows = new ArrayList<>();
        for (int j = 0; j < y.length; j++) {
            for (int i = 0; i < x.length; i++) {
                rows.add(new double[] {x[i], y[j], loss[j][i]});
            }
        }
        return rows;
    }
}
