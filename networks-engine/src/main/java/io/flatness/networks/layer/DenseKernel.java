package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Arrays;

/** Products of a dense layer: one matrix product for each term of the R-operator. */
final class DenseKernel<A> implements LayerKernel<A> {
    private static final int TRANSPOSED = 2;

    private final Arithmetic<A> arithmetic;
    private final boolean inOut;
    private final int positions;
    private final int fanIn;
    private final int fanOut;
    private final int weight;
    private final int bias;

    DenseKernel(Dense layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.inOut = layer.order() == WeightOrder.IN_OUT;
        this.positions = site.input().positions();
        this.fanIn = site.input().units();
        this.fanOut = layer.outputs();
        this.weight = site.parameters().get(0).offset();
        this.bias = layer.bias() ? site.parameters().get(1).offset() : -1;
    }

    @Override
    public boolean curves() {
        return true;
    }

    /** Rows of a tile: samples times positions. */
    private int rows(Frame<A> frame) {
        return frame.samples() * positions;
    }

    @Override
    public void forward(Frame<A> frame) {
        apply(frame, frame.input(0), frame.theta(), false, frame.out());
        if (bias >= 0) {
            arithmetic.addToRows(frame.theta(), bias, frame.out(), 0, rows(frame), fanOut);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        A direction = frame.direction();
        if (tangentIn != null) {
            apply(frame, tangentIn, frame.theta(), false, frame.tangentOut());
        }
        if (direction != null) {
            apply(frame, frame.input(0), direction, tangentIn != null, frame.tangentOut());
            if (bias >= 0) {
                arithmetic.addToRows(direction, bias, frame.tangentOut(), 0, rows(frame), fanOut);
            }
        } else if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, rows(frame) * fanOut, 0);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null) {
            for (int m = 0; m < frame.cotangents(); m++) {
                applyTransposed(frame, frame.cotangentOut(), m, frame.theta(), frame.accumulates(0), cotangentIn);
            }
        }
        A gradient = frame.gradient();
        if (gradient != null) {
            outer(rows(frame), frame.input(0), frame.cotangentOut(), gradient);
            if (bias >= 0) {
                arithmetic.sumRows(frame.cotangentOut(), 0, rows(frame), fanOut, gradient, bias);
            }
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        A direction = frame.direction();
        if (cotangentIn != null && direction != null) {
            applyTransposed(frame, frame.delta(), 0, direction, true, cotangentIn);
        }
        A tangentIn = frame.tangentIn(0);
        A gradient = frame.gradient();
        if (tangentIn != null && gradient != null) {
            outer(rows(frame), tangentIn, frame.delta(), gradient);
        }
    }

    @Override
    public boolean squaresApart() {
        return true;
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        if (positions > 1) {
            squaresOfSums(frame, sink);
            return;
        }
        int samples = frame.samples();
        A inputs = frame.scratch().array(0, samples * fanIn);
        A cotangents = frame.scratch().array(1, samples * fanOut);
        arithmetic.fill(inputs, 0, samples * fanIn, 0);
        arithmetic.fill(cotangents, 0, samples * fanOut, 0);
        arithmetic.addSquares(frame.input(0), 0, inputs, 0, samples * fanIn);
        for (int t = 0; t < frame.cotangents(); t++) {
            arithmetic.addSquares(frame.cotangentOut(), t * samples * fanOut, cotangents, 0, samples * fanOut);
        }
        A diagonal = sink.diagonal();
        if (diagonal != null) {
            outer(samples, inputs, cotangents, diagonal);
            if (bias >= 0) {
                arithmetic.sumRows(cotangents, 0, samples, fanOut, diagonal, bias);
            }
        }
        if (sink.samples() != null) {
            for (int sample = 0; sample < samples; sample++) {
                double x = arithmetic.sum(inputs, sample * fanIn, fanIn);
                double delta = arithmetic.sum(cotangents, sample * fanOut, fanOut);
                sink.samples()[sample] += (bias >= 0 ? x + 1 : x) * delta;
            }
        }
    }

    /** With several positions a sample's gradient is a sum of products; it is written out. */
    private void squaresOfSums(Frame<A> frame, SquareSink<A> sink) {
        int length = fanIn * fanOut;
        A product = frame.scratch().array(0, length);
        A sums = frame.scratch().array(1, fanOut);
        A diagonal = sink.diagonal();
        for (int copy = 0; copy < frame.samples() * frame.cotangents(); copy++) {
            int sample = copy % frame.samples();
            int x = sample * positions * fanIn;
            int d = copy * positions * fanOut;
            arithmetic.fill(product, 0, length, 0);
            arithmetic.fill(sums, 0, fanOut, 0);
            outer(positions, frame.input(0), x, frame.cotangentOut(), d, product, 0);
            arithmetic.sumRows(frame.cotangentOut(), d, positions, fanOut, sums, 0);
            if (diagonal != null) {
                arithmetic.addSquares(product, 0, diagonal, weight, length);
                if (bias >= 0) {
                    arithmetic.addSquares(sums, 0, diagonal, bias, fanOut);
                }
            }
            if (sink.samples() != null) {
                double square = arithmetic.dot(product, 0, product, 0, length);
                sink.samples()[sample] += bias < 0 ? square : square + arithmetic.dot(sums, 0, sums, 0, fanOut);
            }
        }
    }

    @Override
    public boolean marksZeros(Frame<A> frame, boolean[] zeros) {
        if (bias >= 0) {
            return false;
        }
        boolean any = false;
        for (int sample = 0; sample < rows(frame); sample++) {
            boolean zero = true;
            for (int i = 0; zero && i < fanIn; i++) {
                zero = arithmetic.get(frame.input(0), sample * fanIn + i) == 0;
            }
            Arrays.fill(zeros, sample * fanOut, (sample + 1) * fanOut, zero);
            any |= zero;
        }
        return any;
    }

    /** into [samples][out] := or += x [samples][in] · W. */
    private void apply(Frame<A> frame, A x, A w, boolean accumulate, A into) {
        int rows = rows(frame);
        A factor = w;
        int at = weight;
        boolean transpose = !inOut;
        if (transpose && arithmetic.isSmall(rows, fanOut, fanIn)) {
            factor = frame.scratch().array(TRANSPOSED, fanIn * fanOut);
            at = 0;
            arithmetic.transpose(w, weight, fanIn, factor, 0, fanOut, fanOut, fanIn, false);
            transpose = false;
        }
        int ld = transpose ? fanIn : fanOut;
        arithmetic.multiply(
                false, transpose, rows, fanOut, fanIn, x, 0, fanIn, factor, at, ld, accumulate, into, 0, fanOut);
    }

    /** into [samples][in] := or += d [samples][out] · Wᵀ for number m of several d and into. */
    private void applyTransposed(Frame<A> frame, A d, int m, A w, boolean accumulate, A into) {
        int rows = rows(frame);
        int ld = inOut ? fanOut : fanIn;
        int from = m * rows * fanOut;
        int to = m * rows * fanIn;
        arithmetic.multiply(
                false, inOut, rows, fanIn, fanOut, d, from, fanOut, w, weight, ld, accumulate, into, to, fanIn);
    }

    /** Adds Σ over rows of x ⊗ d to the weights' place. */
    private void outer(int rows, A x, A d, A into) {
        outer(rows, x, 0, d, 0, into, weight);
    }

    private void outer(int rows, A x, int atX, A d, int atD, A into, int to) {
        if (inOut) {
            arithmetic.multiply(
                    true, false, fanIn, fanOut, rows, x, atX, fanIn, d, atD, fanOut, true, into, to, fanOut);
        } else {
            arithmetic.multiply(true, false, fanOut, fanIn, rows, d, atD, fanOut, x, atX, fanIn, true, into, to, fanIn);
        }
    }
}
