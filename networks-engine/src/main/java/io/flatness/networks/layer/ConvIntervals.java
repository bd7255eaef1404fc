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
        boolean[] above = above(in[0]);
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
                    double least = parameters.low()[at];
                    double most = parameters.high()[at];
                    Place place = place(channel, k, o);
                    if (above[channel]) {
                        addAbove(in[0], place, least, most, out, magnitude);
                    } else {
                        addAny(in[0], place, least, most, out, magnitude);
                    }
                }
            }
            for (int j = 0; j < positions; j++) {
                out.widen(o * positions + j, perGroup * size + 1, magnitude[j]);
            }
        }
    }

    /** The channels without a number below 0. */
    private boolean[] above(Intervals in) {
        int positions = input.positions();
        boolean[] above = new boolean[input.units()];
        for (int channel = 0; channel < above.length; channel++) {
            above[channel] = true;
            for (int j = channel * positions; j < (channel + 1) * positions; j++) {
                above[channel] &= in.low()[j] >= 0;
            }
        }
        return above;
    }

    /**
     * Where one weight meets a channel: row y of the output, from {@code first} to before {@code last}, meets every
     * {@code strideX}-th element of row y · strideY + down of the channel, moved by {@code across}.
     */
    private record Place(int channel, int output, int down, int across, int first, int last) {}

    private Place place(int channel, int place, int o) {
        Window window = layer.window();
        int across = place % window.width() * window.dilationX() - window.left();
        return new Place(
                channel,
                o,
                place / window.width() * window.dilationY() - window.top(),
                across,
                first(across, window.strideX()),
                last(across, window.strideX(), Window.columns(input), Window.columns(output)));
    }

    /** The element of the channel behind column 0 of row y of the output; −1 where the row lies outside. */
    private int from(Place place, int y) {
        int rows = Window.rows(input);
        int fromY = y * layer.window().strideY() + place.down;
        return fromY < 0 || fromY >= rows ? -1 : (place.channel * rows + fromY) * Window.columns(input);
    }

    /** Adds what one weight, [low, high], makes of a channel without numbers below 0: signs choose the ends. */
    private void addAbove(Intervals in, Place place, double low, double high, Intervals out, double[] magnitude) {
        int outColumns = Window.columns(output);
        int stride = layer.window().strideX();
        double[] forLeast = low >= 0 ? in.low() : in.high();
        double[] forMost = high >= 0 ? in.high() : in.low();
        double size = Math.max(Math.abs(low), Math.abs(high));
        for (int y = 0; y < Window.rows(output); y++) {
            int row = from(place, y);
            if (row < 0) {
                continue;
            }
            int from = row + place.across;
            int to = (place.output * Window.rows(output) + y) * outColumns;
            int at = y * outColumns;
            for (int x = place.first; x < place.last; x++) {
                out.low()[to + x] += low * forLeast[from + x * stride];
                out.high()[to + x] += high * forMost[from + x * stride];
                magnitude[at + x] += size * in.high()[from + x * stride];
            }
        }
    }

    /** The same for a channel with numbers of any sign. */
    private void addAny(Intervals in, Place place, double low, double high, Intervals out, double[] magnitude) {
        int outColumns = Window.columns(output);
        int stride = layer.window().strideX();
        double size = Math.max(Math.abs(low), Math.abs(high));
        for (int y = 0; y < Window.rows(output); y++) {
            int row = from(place, y);
            if (row < 0) {
                continue;
            }
            int from = row + place.across;
            int to = (place.output * Window.rows(output) + y) * outColumns;
            for (int x = place.first; x < place.last; x++) {
                double least = in.low()[from + x * stride];
                double most = in.high()[from + x * stride];
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
