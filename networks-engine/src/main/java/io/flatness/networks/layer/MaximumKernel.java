package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Arrays;

/** Elementwise maximum; keeps the number of the winning input, the first among equals. */
final class MaximumKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final int inputs;
    private final ArrayLayout layout;

    MaximumKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.inputs = site.inputs().size();
        this.layout = ArrayLayout.of(site.output());
    }

    @Override
    public int placesSize() {
        return layout.units() * layout.positions();
    }

    @Override
    public void forward(Frame<A> frame) {
        int length = layout.length(frame.samples());
        arithmetic.copy(frame.input(0), 0, frame.out(), 0, length);
        Arrays.fill(frame.places(), 0, length, 0);
        for (int i = 1; i < inputs; i++) {
            arithmetic.maximum(frame.input(i), frame.out(), frame.places(), i, length);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        arithmetic.fill(frame.tangentOut(), 0, layout.length(frame.samples()), 0);
        for (int i = 0; i < inputs; i++) {
            A tangentIn = frame.tangentIn(i);
            if (tangentIn != null) {
                select(frame, tangentIn, i, frame.tangentOut(), true);
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        for (int i = 0; i < inputs; i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn != null) {
                select(frame, frame.cotangentOut(), i, cotangentIn, frame.accumulates(i));
            }
        }
    }

    private void select(Frame<A> frame, A x, int number, A into, boolean accumulate) {
        int outer = layout.outer();
        int inner = layout.inner(frame.samples());
        arithmetic.select(x, frame.places(), number, into, outer, frame.cotangents(), inner, accumulate);
    }

    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        for (int k = 0; k < layout.length(frame.samples()); k++) {
            double best = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < inputs; i++) {
                double value = arithmetic.get(frame.input(i), k);
                second = Math.max(second, Math.min(best, value));
                best = Math.max(best, value);
            }
            if (best > second) {
                sink.gap(best - second);
            }
        }
    }
}
