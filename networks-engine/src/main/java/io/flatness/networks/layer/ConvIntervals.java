package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import java.util.Arrays;

/**
 * How a box passes through a convolution: the sum over the window of the exact products of two intervals.
 *
 * @param layer the convolution
 * @param input shape of its input
 * @param output shape of its output
 * @param weight offset of the weights among the parameters
 * @param shift offset of the biases, −1 without
 */
record ConvIntervals(Conv2d layer, Shape input, Shape output, int weight, int shift) implements IntervalRule {
    @Override
    public void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
        int positions = output.positions();
        int perGroup = input.units() / layer.groups();
        int outputsPerGroup = layer.outputs() / layer.groups();
        int size = layer.window().size();
        double[] magnitude = new double[positions];
        for (int o = 0; o < layer.outputs(); o++) {
            double low = shift < 0 ? 0 : parameters.low()[shift + o];
            double high = shift < 0 ? 0 : parameters.high()[shift + o];
            Arrays.fill(out.low(), o * positions, (o + 1) * positions, low);
            Arrays.fill(out.high(), o * positions, (o + 1) * positions, high);
            Arrays.fill(magnitude, Math.max(Math.abs(low), Math.abs(high)));
            for (int local = 0; local < perGroup; local++) {
                int channel = o / outputsPerGroup * perGroup + local;
                for (int k = 0; k < size; k++) {
                    int at = weight + (o * perGroup + local) * size + k;
                    add(in[0], channel, k, parameters.low()[at], parameters.high()[at], out, o, magnitude);
                }
            }
            for (int j = 0; j < positions; j++) {
                out.widen(o * positions + j, perGroup * size + 1, magnitude[j]);
            }
        }
    }

    /** Adds what one weight, [low, high], makes of one channel, shifted to its place in the window. */
    private void add(
            Intervals in, int channel, int place, double low, double high, Intervals out, int o, double[] magnitude) {
        Window window = layer.window();
        int rows = Window.rows(input);
        int columns = Window.columns(input);
        int outRows = Window.rows(output);
        int outColumns = Window.columns(output);
        int down = place / window.width() * window.dilationY() - window.top();
        int across = place % window.width() * window.dilationX() - window.left();
        double size = Math.max(Math.abs(low), Math.abs(high));
        for (int y = 0; y < outRows; y++) {
            int fromY = y * window.strideY() + down;
            if (fromY < 0 || fromY >= rows) {
                continue;
            }
            int from = (channel * rows + fromY) * columns + across;
            int to = (o * outRows + y) * outColumns;
            int first = first(across, window.strideX());
            int last = last(across, window.strideX(), columns, outColumns);
            for (int x = first; x < last; x++) {
                double least = in.low()[from + x * window.strideX()];
                double most = in.high()[from + x * window.strideX()];
                double a = low * least;
                double b = high * least;
                double c = low * most;
                double d = high * most;
                out.low()[to + x] += Math.min(Math.min(a, b), Math.min(c, d));
                out.high()[to + x] += Math.max(Math.max(a, b), Math.max(c, d));
                magnitude[y * outColumns + x] += size * Math.max(-least, most);
            }
        }
    }

    /** The first output column whose element of the window lies in the image. */
    private static int first(int across, int stride) {
        return across >= 0 ? 0 : (-across + stride - 1) / stride;
    }

    private static int last(int across, int stride, int columns, int outColumns) {
        int room = columns - across;
        return room <= 0 ? 0 : Math.min(outColumns, (room + stride - 1) / stride);
    }
}
