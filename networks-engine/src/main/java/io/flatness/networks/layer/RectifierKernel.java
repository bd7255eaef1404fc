package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** ReLU and its relatives. With a slope that is not negative the output's sign is the input's: nothing else is kept. */
final class RectifierKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final double slope;
    private final double atZero;
    private final ArrayLayout layout;

    RectifierKernel(double slope, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.slope = slope;
        this.atZero = slope == -1 ? 0 : slope;
        this.layout = ArrayLayout.of(site.output());
    }

    @Override
    public boolean inPlace() {
        return slope >= 0;
    }

    @Override
    public boolean readsOutputLater() {
        return slope >= 0;
    }

    @Override
    public void forward(Frame<A> frame) {
        arithmetic.rectify(frame.input(0), frame.out(), layout.length(frame.samples()), slope);
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, layout.length(frame.samples()), 0);
        } else {
            times(frame, tangentIn, frame.tangentOut(), false);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null) {
            times(frame, frame.cotangentOut(), cotangentIn, frame.accumulates(0));
        }
    }

    private void times(Frame<A> frame, A x, A into, boolean accumulate) {
        A sign = slope >= 0 ? frame.out() : frame.input(0);
        int outer = layout.outer();
        int inner = layout.inner(frame.samples());
        int length = outer * inner;
        if (slope == 0 && frame.cotangents() == 1) {
            arithmetic.zeroUnlessPositive(sign, x, into, length, accumulate);
            return;
        }
        A slopes = frame.scratch().array(0, length);
        arithmetic.slopes(sign, slopes, length, slope, atZero);
        arithmetic.multiplyBroadcast(slopes, x, into, outer, frame.cotangents(), inner, accumulate);
    }

    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        if (slope == 1) {
            return;
        }
        A x = frame.input(0);
        for (int i = 0; i < layout.length(frame.samples()); i++) {
            sink.at(i, Math.abs(arithmetic.get(x, i)));
        }
    }
}
