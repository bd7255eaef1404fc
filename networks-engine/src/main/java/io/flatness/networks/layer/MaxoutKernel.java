package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Window;

/** Maxout as max-pooling over the units; keeps the winners' places. */
final class MaxoutKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final int pieces;
    private final boolean pieceMajor;
    private final ArrayLayout in;
    private final ArrayLayout out;

    MaxoutKernel(Maxout layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.pieces = layer.pieces();
        this.pieceMajor = layer.pieceMajor();
        this.in = ArrayLayout.of(site.input());
        this.out = ArrayLayout.of(site.output());
    }

    @Override
    public int placesSize() {
        return out.units() * out.positions();
    }

    @Override
    public void forward(Frame<A> frame) {
        int groups = out.units();
        int inner = in.image() ? in.inner(frame.samples()) : 1;
        int planes = in.image() ? 1 : frame.samples();
        // [pieces][groups · inner] when pieces come first, [groups][pieces][inner] otherwise
        int height = pieceMajor ? pieces : groups * pieces;
        int width = pieceMajor ? groups * inner : inner;
        Window window = new Window(pieces, 1, pieces, 1, 0, 0, 0, 0, 1, 1);
        arithmetic.maxPool(
                window, frame.input(0), planes, height, width, height / pieces, width, frame.out(), frame.places());
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, out.length(frame.samples()), 0);
            return;
        }
        forEachWinner(frame, (from, to) -> arithmetic.copy(tangentIn, from, frame.tangentOut(), to, 1));
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn == null) {
            return;
        }
        if (!frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, frame.cotangents() * in.length(frame.samples()), 0);
        }
        forEachWinner(frame, (from, to) -> arithmetic.addScaled(1, frame.cotangentOut(), to, cotangentIn, from, 1));
    }

    /** An element of a tangent of the input and the element of the output that it becomes. */
    private interface Winner {
        void at(int input, int output);
    }

    private void forEachWinner(Frame<A> frame, Winner winner) {
        int m = frame.cotangents();
        int inInner = in.inner(frame.samples());
        int outInner = out.inner(frame.samples());
        int[] places = frame.places();
        for (int k = 0; k < out.length(frame.samples()); k++) {
            int place = places[k];
            for (int t = 0; t < m; t++) {
                int input = (place / inInner * m + t) * inInner + place % inInner;
                int output = (k / outInner * m + t) * outInner + k % outInner;
                winner.at(input, output);
            }
        }
    }

    /** The gap between the two largest pieces; exact ties are those of equal pieces, for every θ. */
    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        int groups = out.units();
        int positions = in.image() ? in.inner(frame.samples()) : frame.samples();
        for (int g = 0; g < groups; g++) {
            for (int j = 0; j < positions; j++) {
                double best = Double.NEGATIVE_INFINITY;
                double second = Double.NEGATIVE_INFINITY;
                for (int p = 0; p < pieces; p++) {
                    int unit = pieceMajor ? p * groups + g : g * pieces + p;
                    int at = in.image() ? unit * positions + j : j * in.units() + unit;
                    double value = arithmetic.get(frame.input(0), at);
                    second = Math.max(second, Math.min(best, value));
                    best = Math.max(best, value);
                }
                if (best > second && second > Double.NEGATIVE_INFINITY) {
                    sink.gap(best - second);
                }
            }
        }
    }
}
