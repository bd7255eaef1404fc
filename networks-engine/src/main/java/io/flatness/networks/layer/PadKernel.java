package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Arrays;

/** Copies the rows of each channel of each sample into the middle of a larger image, and cotangents back. */
final class PadKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Pad.Strip strip;
    private final double value;
    private final int channels;
    private final int positions;
    private final int outPositions;

    PadKernel(Pad.Strip strip, double value, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.strip = strip;
        this.value = value;
        this.channels = site.input().units();
        this.positions = site.input().positions();
        this.outPositions = site.output().positions();
    }

    @Override
    public void forward(Frame<A> frame) {
        surround(frame.input(0), channels * frame.samples(), value, frame.out());
    }

    @Override
    public void tangent(Frame<A> frame) {
        int planes = channels * frame.samples();
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, planes * outPositions, 0);
        } else {
            surround(tangentIn, planes, 0, frame.tangentOut());
        }
    }

    private void surround(A x, int planes, double around, A into) {
        arithmetic.fill(into, 0, planes * outPositions, around);
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < strip.rows(); row++) {
                arithmetic.copy(x, strip.inside(plane, row), into, strip.outside(plane, row), strip.columns());
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn == null) {
            return;
        }
        int planes = channels * frame.cotangents() * frame.samples();
        if (!frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, planes * positions, 0);
        }
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < strip.rows(); row++) {
                int from = strip.outside(plane, row);
                arithmetic.addScaled(
                        1, frame.cotangentOut(), from, cotangentIn, strip.inside(plane, row), strip.columns());
            }
        }
    }

    /** Zeros around the image stay 0. */
    @Override
    public boolean marksZeros(Frame<A> frame, boolean[] zeros) {
        if (value != 0 || strip.rows() * strip.columns() == outPositions) {
            return false;
        }
        int planes = channels * frame.samples();
        Arrays.fill(zeros, 0, planes * outPositions, true);
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < strip.rows(); row++) {
                int from = strip.outside(plane, row);
                Arrays.fill(zeros, from, from + strip.columns(), false);
            }
        }
        return true;
    }
}
