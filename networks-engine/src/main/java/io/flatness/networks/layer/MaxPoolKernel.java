package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Unfolding;
import io.flatness.networks.tile.Window;

/** Max-pooling; keeps the place of each winner, through which tangents and cotangents pass. */
final class MaxPoolKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Window window;
    private final int channels;
    private final int height;
    private final int width;
    private final int outHeight;
    private final int outWidth;
    private final Unfolding unfolding;

    MaxPoolKernel(Window window, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.window = window;
        this.channels = site.input().units();
        this.height = Window.rows(site.input());
        this.width = Window.columns(site.input());
        this.outHeight = Window.rows(site.output());
        this.outWidth = Window.columns(site.output());
        this.unfolding = new Unfolding(window, height, width, outHeight, outWidth);
    }

    @Override
    public int placesSize() {
        return channels * outHeight * outWidth;
    }

    @Override
    public void forward(Frame<A> frame) {
        arithmetic.maxPool(
                window,
                frame.input(0),
                channels * frame.samples(),
                height,
                width,
                outHeight,
                outWidth,
                frame.out(),
                frame.places());
    }

    @Override
    public void tangent(Frame<A> frame) {
        int out = frame.samples() * outHeight * outWidth;
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, channels * out, 0);
            return;
        }
        for (int c = 0; c < channels; c++) {
            arithmetic.pick(tangentIn, 0, frame.places(), c * out, out, frame.tangentOut(), c * out);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int m = frame.cotangents();
        int in = frame.samples() * height * width;
        int out = frame.samples() * outHeight * outWidth;
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn == null) {
            return;
        }
        if (!frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, channels * m * in, 0);
        }
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < m; t++) {
                int image = c * m + t;
                arithmetic.place(
                        frame.cotangentOut(), image * out, frame.places(), c * out, out, cotangentIn, (image - c) * in);
            }
        }
    }

    /** The gap between the two largest of each window; exact ties are those of equal windows, for every θ. */
    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        A x = frame.input(0);
        int columns = outHeight * outWidth;
        int planes = channels * frame.samples();
        A windows = frame.scratch().array(0, window.size() * columns);
        A inside = frame.scratch().array(1, window.size() * columns);
        A ones = frame.scratch().array(2, height * width);
        arithmetic.fill(ones, 0, height * width, 1);
        arithmetic.gather(unfolding, ones, 0, 1, inside, 0, columns);
        for (int plane = 0; plane < planes; plane++) {
            arithmetic.gather(unfolding, x, plane * height * width, 1, windows, 0, columns);
            for (int j = 0; j < columns; j++) {
                gap(windows, inside, columns, j, sink);
            }
        }
    }

    private void gap(A windows, A inside, int columns, int j, KinkSink sink) {
        double best = Double.NEGATIVE_INFINITY;
        double second = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < window.size(); k++) {
            if (arithmetic.get(inside, k * columns + j) == 1) {
                double value = arithmetic.get(windows, k * columns + j);
                second = Math.max(second, Math.min(best, value));
                best = Math.max(best, value);
            }
        }
        if (best > second && second > Double.NEGATIVE_INFINITY) {
            sink.gap(best - second);
        }
    }
}
