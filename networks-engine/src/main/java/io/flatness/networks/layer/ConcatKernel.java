package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Copies inputs to their places in the output and cotangents back. */
final class ConcatKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Site site;
    private final boolean vector;

    ConcatKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.site = site;
        this.vector = site.output().isVector();
    }

    @Override
    public void forward(Frame<A> frame) {
        int offset = 0;
        for (int i = 0; i < site.inputs().size(); i++) {
            offset = move(frame.input(i), frame.out(), i, offset, frame.samples(), true, false);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        int copies = frame.samples();
        arithmetic.fill(frame.tangentOut(), 0, copies * site.output().size(), 0);
        int offset = 0;
        for (int i = 0; i < site.inputs().size(); i++) {
            A tangentIn = frame.tangentIn(i);
            if (tangentIn != null) {
                move(tangentIn, frame.tangentOut(), i, offset, copies, true, false);
            }
            offset += site.inputs().get(i).size();
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int copies = frame.samples() * frame.cotangents();
        int offset = 0;
        for (int i = 0; i < site.inputs().size(); i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn != null) {
                move(cotangentIn, frame.cotangentOut(), i, offset, copies, false, frame.accumulates(i));
            }
            offset += site.inputs().get(i).size();
        }
    }

    /** Moves the part of input i between its own array and the whole; returns the offset of the next part. */
    private int move(A part, A whole, int i, int offset, int copies, boolean join, boolean accumulate) {
        int size = site.inputs().get(i).size();
        int total = site.output().size();
        int rows = vector ? copies : 1;
        int length = vector ? size : size * copies;
        for (int row = 0; row < rows; row++) {
            int at = vector ? row * total + offset : offset * copies;
            if (join) {
                arithmetic.copy(part, row * length, whole, at, length);
            } else if (accumulate) {
                arithmetic.addScaled(1, whole, at, part, row * length, length);
            } else {
                arithmetic.copy(whole, at, part, row * length, length);
            }
        }
        return offset + size;
    }
}
