package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Unfolding;
import io.flatness.networks.tile.Window;

/** Average pooling: a linear map of each channel of each sample. */
final class AveragePoolKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Window window;
    private final int channels;
    private final int height;
    private final int width;
    private final int outHeight;
    private final int outWidth;
    private final Unfolding unfolding;

    /** Weight of each window: one over the number of elements that count. */
    private final A weights;

    AveragePoolKernel(Window window, boolean countPadding, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.window = window;
        this.channels = site.input().units();
        this.height = Window.rows(site.input());
        this.width = Window.columns(site.input());
        this.outHeight = Window.rows(site.output());
        this.outWidth = Window.columns(site.output());
        this.unfolding = new Unfolding(window, height, width, outHeight, outWidth);
        this.weights = weights(countPadding);
    }

    private A weights(boolean countPadding) {
        int columns = outHeight * outWidth;
        A ones = arithmetic.allocate(height * width);
        A inside = arithmetic.allocate(window.size() * columns);
        arithmetic.fill(ones, 0, height * width, 1);
        arithmetic.gather(unfolding, ones, 0, 1, inside, 0, columns);
        A result = arithmetic.allocate(columns);
        for (int j = 0; j < columns; j++) {
            int count = countPadding ? window.size() : 0;
            for (int k = 0; !countPadding && k < window.size(); k++) {
                count += arithmetic.get(inside, k * columns + j) == 1 ? 1 : 0;
            }
            arithmetic.addTo(result, j, 1.0 / count);
        }
        return result;
    }

    @Override
    public void forward(Frame<A> frame) {
        average(frame, frame.input(0), channels * frame.samples(), frame.out());
    }

    @Override
    public void tangent(Frame<A> frame) {
        int planes = channels * frame.samples();
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, planes * outHeight * outWidth, 0);
        } else {
            average(frame, tangentIn, planes, frame.tangentOut());
        }
    }

    /** Whether one window sees every element once: then nothing has to be written out. */
    private boolean whole() {
        return outHeight * outWidth == 1 && !window.isPadded() && window.size() == height * width;
    }

    private void average(Frame<A> frame, A x, int planes, A into) {
        if (whole()) {
            for (int plane = 0; plane < planes; plane++) {
                double sum = arithmetic.sum(x, plane * height * width, height * width);
                arithmetic.fill(into, plane, 1, sum * arithmetic.get(weights, 0));
            }
            return;
        }
        int columns = outHeight * outWidth;
        A windows = frame.scratch().array(0, window.size() * columns);
        A sums = frame.scratch().array(1, columns);
        for (int plane = 0; plane < planes; plane++) {
            arithmetic.gather(unfolding, x, plane * height * width, 1, windows, 0, columns);
            arithmetic.fill(sums, 0, columns, 0);
            arithmetic.sumRows(windows, 0, window.size(), columns, sums, 0);
            arithmetic.multiplyBroadcast(weights, sums, sums, 1, 1, columns, false);
            arithmetic.copy(sums, 0, into, plane * columns, columns);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn == null) {
            return;
        }
        int planes = channels * frame.cotangents() * frame.samples();
        int columns = outHeight * outWidth;
        if (!frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, planes * height * width, 0);
        }
        if (whole()) {
            for (int plane = 0; plane < planes; plane++) {
                double share = arithmetic.get(frame.cotangentOut(), plane) * arithmetic.get(weights, 0);
                arithmetic.scaleAndShift(1, share, cotangentIn, plane * height * width, height * width);
            }
            return;
        }
        A windows = frame.scratch().array(0, window.size() * columns);
        A weighted = frame.scratch().array(1, columns);
        for (int plane = 0; plane < planes; plane++) {
            arithmetic.copy(frame.cotangentOut(), plane * columns, weighted, 0, columns);
            arithmetic.multiplyBroadcast(weights, weighted, weighted, 1, 1, columns, false);
            for (int k = 0; k < window.size(); k++) {
                arithmetic.copy(weighted, 0, windows, k * columns, columns);
            }
            arithmetic.scatter(unfolding, windows, 0, columns, 1, cotangentIn, plane * height * width);
        }
    }
}
