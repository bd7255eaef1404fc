package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** A product of two, element by element. */
final class ProductKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final ArrayLayout layout;

    ProductKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.layout = ArrayLayout.of(site.output());
    }

    @Override
    public boolean curves() {
        return true;
    }

    @Override
    public void forward(Frame<A> frame) {
        int length = layout.length(frame.samples());
        arithmetic.multiplyBroadcast(frame.input(0), frame.input(1), frame.out(), 1, 1, length, false);
    }

    @Override
    public void tangent(Frame<A> frame) {
        int length = layout.length(frame.samples());
        boolean first = true;
        for (int i = 0; i < 2; i++) {
            A tangentIn = frame.tangentIn(i);
            if (tangentIn != null) {
                arithmetic.multiplyBroadcast(frame.input(1 - i), tangentIn, frame.tangentOut(), 1, 1, length, !first);
                first = false;
            }
        }
        if (first) {
            arithmetic.fill(frame.tangentOut(), 0, length, 0);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int inner = layout.inner(frame.samples());
        for (int i = 0; i < 2; i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn != null) {
                arithmetic.multiplyBroadcast(
                        frame.input(1 - i),
                        frame.cotangentOut(),
                        cotangentIn,
                        layout.outer(),
                        frame.cotangents(),
                        inner,
                        frame.accumulates(i));
            }
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        int length = layout.length(frame.samples());
        for (int i = 0; i < 2; i++) {
            A cotangentIn = frame.cotangentIn(i);
            A tangentIn = frame.tangentIn(1 - i);
            if (cotangentIn != null && tangentIn != null) {
                arithmetic.multiplyBroadcast(frame.delta(), tangentIn, cotangentIn, 1, 1, length, true);
            }
        }
    }
}
