package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** A pointwise function; keeps φ' and φ'' of every element side by side. */
final class ActivationKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Functions.Kinked function;
    private final ArrayLayout layout;

    ActivationKernel(Functions.Kinked function, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.function = function;
        this.layout = ArrayLayout.of(site.output());
    }

    @Override
    public int stateSize() {
        return 2 * layout.units() * layout.positions();
    }

    @Override
    public boolean curves() {
        return true;
    }

    @Override
    public void forward(Frame<A> frame) {
        arithmetic.pointwise(function, frame.input(0), frame.out(), frame.state(), layout.length(frame.samples()));
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
        arithmetic.multiplyBroadcast(
                frame.state(), x, into, layout.outer(), frame.cotangents(), layout.inner(frame.samples()), accumulate);
    }

    @Override
    public void curve(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        A cotangentIn = frame.cotangentIn(0);
        if (tangentIn != null && cotangentIn != null) {
            arithmetic.addProductBroadcast(
                    frame.delta(),
                    frame.state(),
                    layout.length(frame.samples()),
                    tangentIn,
                    cotangentIn,
                    layout.outer(),
                    frame.cotangents(),
                    layout.inner(frame.samples()));
        }
    }

    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        double[] kinks = function.kinks();
        A x = frame.input(0);
        for (int i = 0; kinks.length > 0 && i < layout.length(frame.samples()); i++) {
            double distance = Double.POSITIVE_INFINITY;
            for (double kink : kinks) {
                distance = Math.min(distance, Math.abs(arithmetic.get(x, i) - kink));
            }
            sink.at(i, distance);
        }
    }
}
