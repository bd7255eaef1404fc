package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Softmax of rows; everything follows from its value. */
final class SoftmaxKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final boolean log;
    private final int columns;
    private final int rows;

    SoftmaxKernel(boolean log, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.log = log;
        this.columns = site.output().units();
        this.rows = site.output().positions();
    }

    @Override
    public boolean readsOutputLater() {
        return true;
    }

    @Override
    public boolean curves() {
        return true;
    }

    @Override
    public void forward(Frame<A> frame) {
        arithmetic.softmaxRows(frame.input(0), 0, frame.out(), 0, frame.samples() * rows, columns, log);
    }

    @Override
    public void tangent(Frame<A> frame) {
        int count = frame.samples() * rows;
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, count * columns, 0);
        } else if (log) {
            arithmetic.logSoftmaxTangent(frame.out(), tangentIn, frame.tangentOut(), count, columns);
        } else {
            arithmetic.softmaxSlope(frame.out(), 0, tangentIn, 0, frame.tangentOut(), 0, count, columns, false);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        int count = frame.samples() * rows;
        for (int t = 0; cotangentIn != null && t < frame.cotangents(); t++) {
            int at = t * count * columns;
            boolean adds = frame.accumulates(0);
            if (log) {
                arithmetic.logSoftmaxPull(frame.out(), frame.cotangentOut(), at, cotangentIn, at, count, columns, adds);
            } else {
                arithmetic.softmaxSlope(
                        frame.out(), 0, frame.cotangentOut(), at, cotangentIn, at, count, columns, adds);
            }
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        A cotangentIn = frame.cotangentIn(0);
        if (tangentIn == null || cotangentIn == null) {
            return;
        }
        int count = frame.samples() * rows;
        if (log) {
            arithmetic.logSoftmaxCurve(frame.out(), tangentIn, frame.delta(), cotangentIn, count, columns);
        } else {
            arithmetic.softmaxCurve(
                    frame.out(), 0, frame.tangentOut(), 0, frame.delta(), 0, cotangentIn, 0, count, columns);
        }
    }
}
