package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Window;

/** The largest element of every row; keeps its place. */
final class RowMaximumKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final int size;
    private final int columns;
    private final int rows;

    RowMaximumKernel(int size, int columns, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.size = size;
        this.columns = columns;
        this.rows = size / columns;
    }

    @Override
    public int placesSize() {
        return rows;
    }

    @Override
    public void forward(Frame<A> frame) {
        Window row = new Window(1, columns, 1, columns, 0, 0, 0, 0, 1, 1);
        arithmetic.maxPool(row, frame.input(0), frame.samples() * rows, 1, columns, 1, 1, frame.out(), frame.places());
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, frame.samples() * rows, 0);
        } else {
            arithmetic.pick(tangentIn, 0, frame.places(), 0, frame.samples() * rows, frame.tangentOut(), 0);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn == null) {
            return;
        }
        int length = frame.samples() * size;
        if (!frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, frame.cotangents() * length, 0);
        }
        int count = frame.samples() * rows;
        int[] places = frame.places();
        A cotangentOut = frame.cotangentOut();
        for (int t = 0; t < frame.cotangents(); t++) {
            for (int k = 0; k < count; k++) {
                double value = arithmetic.get(cotangentOut, t * count + k);
                arithmetic.addTo(cotangentIn, t * length + places[k], value);
            }
        }
    }

    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        for (int row = 0; row < frame.samples() * rows; row++) {
            double best = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                double value = arithmetic.get(frame.input(0), row * columns + j);
                second = Math.max(second, Math.min(best, value));
                best = Math.max(best, value);
            }
            if (best > second && second > Double.NEGATIVE_INFINITY) {
                sink.gap(best - second);
            }
        }
    }
}
