package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import java.util.Arrays;

/**
 * The windows of a pooling layer, element by element.
 *
 * @param window the window
 * @param input shape of the image
 * @param output one position per window
 */
record Windows(Window window, Shape input, Shape output) {
    static Windows of(Window window, Site site) {
        return new Windows(window, site.input(), site.output());
    }

    /** What a pair of positions is used for. */
    @FunctionalInterface
    interface Pair {
        /** Input element {@code from} lies in the window of output element {@code to}. */
        void use(int from, int to);
    }

    /** Every element of every window that lies in the image. */
    void forEach(Pair pair) {
        int rows = Window.rows(input);
        int columns = Window.columns(input);
        int outRows = Window.rows(output);
        int outColumns = Window.columns(output);
        for (int channel = 0; channel < output.units(); channel++) {
            for (int y = 0; y < outRows; y++) {
                for (int x = 0; x < outColumns; x++) {
                    int to = (channel * outRows + y) * outColumns + x;
                    for (int k = 0; k < window.size(); k++) {
                        int fromY = y * window.strideY() - window.top() + k / window.width() * window.dilationY();
                        int fromX = x * window.strideX() - window.left() + k % window.width() * window.dilationX();
                        if (fromY >= 0 && fromY < rows && fromX >= 0 && fromX < columns) {
                            pair.use((channel * rows + fromY) * columns + fromX, to);
                        }
                    }
                }
            }
        }
    }

    /** How boxes pass through the mean of each window. */
    static IntervalRule mean(Window window, boolean countPadding, Site site) {
        Windows windows = of(window, site);
        int[] counts = new int[site.output().size()];
        windows.forEach((from, to) -> counts[to]++);
        int most = Arrays.stream(counts).max().orElse(1);
        return (in, parameters, buffers, out) -> {
            double[] magnitude = new double[counts.length];
            Arrays.fill(out.low(), 0);
            Arrays.fill(out.high(), 0);
            windows.forEach((from, to) -> {
                double share = 1.0 / (countPadding ? window.size() : counts[to]);
                out.low()[to] += share * in[0].low()[from];
                out.high()[to] += share * in[0].high()[from];
                magnitude[to] += share * Math.max(Math.abs(in[0].low()[from]), Math.abs(in[0].high()[from]));
            });
            for (int k = 0; k < counts.length; k++) {
                out.widen(k, most + 2, magnitude[k]);
            }
        };
    }
}
