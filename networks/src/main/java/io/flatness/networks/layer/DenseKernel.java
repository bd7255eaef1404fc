package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Arrays;

/** Products of a dense layer: one matrix product for each term of the R-operator and each tangent. */
final class DenseKernel<A> implements LayerKernel<A> {
    private static final int TRANSPOSED = 2;

    private final Arithmetic<A> arithmetic;
    private final boolean inOut;
    private final int fanIn;
    private final int fanOut;
    private final int size;
    private final int weight;
    private final int bias;

    DenseKernel(Dense layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.inOut = layer.order() == WeightOrder.IN_OUT;
        this.fanIn = site.input().size();
        this.fanOut = layer.outputs();
        this.size = fanIn * fanOut;
        this.weight = site.parameters().get(0).offset();
        this.bias = layer.bias() ? site.parameters().get(1).offset() : -1;
    }

    @Override
    public boolean readsInputLater() {
        return true;
    }

    @Override
    public boolean curves() {
        return true;
    }

    @Override
    public void forward(Frame<A> frame) {
        apply(frame, frame.input(0), 1, frame.theta, weight, false, frame.out, 0);
        if (bias >= 0) {
            arithmetic.addToRows(frame.theta, bias, frame.out, 0, frame.samples, fanOut);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        int m = frame.tangents;
        A tangentIn = frame.tangentIn[0];
        A direction = frame.direction;
        if (tangentIn != null) {
            apply(frame, tangentIn, m, frame.theta, weight, false, frame.tangentOut, 0);
        }
        if (direction == null) {
            if (tangentIn == null) {
                arithmetic.fill(frame.tangentOut, 0, frame.samples * m * fanOut, 0);
            }
            return;
        }
        for (int t = 0; t < m; t++) {
            int to = t * frame.samples * fanOut;
            int matrix = m * weight + t * size;
            apply(frame, frame.input(0), 1, direction, matrix, tangentIn != null, frame.tangentOut, to);
            if (bias >= 0) {
                arithmetic.addToRows(direction, m * bias + t * fanOut, frame.tangentOut, to, frame.samples, fanOut);
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int m = frame.tangents;
        A cotangentIn = frame.cotangentIn[0];
        A gradient = frame.gradient;
        for (int t = 0; t < m; t++) {
            int at = t * frame.samples * fanOut;
            if (cotangentIn != null) {
                int to = t * frame.samples * fanIn;
                applyTransposed(
                        frame, frame.cotangentOut, at, frame.theta, weight, frame.accumulate[0], cotangentIn, to);
            }
            if (gradient != null) {
                outer(frame.samples, frame.input(0), 0, frame.cotangentOut, at, gradient, m * weight + t * size);
                if (bias >= 0) {
                    arithmetic.sumRows(frame.cotangentOut, at, frame.samples, fanOut, gradient, m * bias + t * fanOut);
                }
            }
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        int m = frame.tangents;
        A cotangentIn = frame.cotangentIn[0];
        A direction = frame.direction;
        A tangentIn = frame.tangentIn[0];
        A gradient = frame.gradient;
        for (int t = 0; t < m; t++) {
            int matrix = m * weight + t * size;
            int at = t * frame.samples * fanIn;
            if (cotangentIn != null && direction != null) {
                applyTransposed(frame, frame.delta(), 0, direction, matrix, true, cotangentIn, at);
            }
            if (tangentIn != null && gradient != null) {
                outer(frame.samples, tangentIn, at, frame.delta(), 0, gradient, matrix);
            }
        }
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int samples = frame.samples;
        A inputs = frame.scratch.array(0, samples * fanIn);
        A cotangents = frame.scratch.array(1, samples * fanOut);
        arithmetic.fill(inputs, 0, samples * fanIn, 0);
        arithmetic.fill(cotangents, 0, samples * fanOut, 0);
        arithmetic.addSquares(frame.input(0), 0, inputs, 0, samples * fanIn);
        for (int t = 0; t < frame.tangents; t++) {
            arithmetic.addSquares(frame.cotangentOut, t * samples * fanOut, cotangents, 0, samples * fanOut);
        }
        A diagonal = sink.diagonal();
        if (diagonal != null) {
            outer(samples, inputs, 0, cotangents, 0, diagonal, weight);
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

    @Override
    public boolean marksZeros(Frame<A> frame, boolean[] zeros) {
        if (bias >= 0) {
            return false;
        }
        boolean any = false;
        for (int sample = 0; sample < frame.samples; sample++) {
            boolean zero = true;
            for (int i = 0; zero && i < fanIn; i++) {
                zero = arithmetic.get(frame.input(0), sample * fanIn + i) == 0;
            }
            Arrays.fill(zeros, sample * fanOut, (sample + 1) * fanOut, zero);
            any |= zero;
        }
        return any;
    }

    /** into [copies][samples][out] from {@code start} on := or += x [copies][samples][in] · W, with W at {@code matrix}. */
    private void apply(Frame<A> frame, A x, int copies, A w, int matrix, boolean accumulate, A into, int start) {
        int rows = frame.samples;
        boolean transposed = inOut;
        A factor = w;
        int at = matrix;
        if (!inOut && arithmetic.isSmall(rows, fanOut, fanIn)) {
            factor = frame.scratch.array(TRANSPOSED, size);
            at = 0;
            arithmetic.transpose(w, matrix, fanIn, factor, 0, fanOut, fanOut, fanIn, false);
            transposed = true;
        }
        int ldw = transposed ? fanOut : fanIn;
        for (int t = 0; t < copies; t++) {
            int from = t * rows * fanIn;
            int to = start + t * rows * fanOut;
            arithmetic.multiply(
                    false,
                    !transposed,
                    rows,
                    fanOut,
                    fanIn,
                    x,
                    from,
                    fanIn,
                    factor,
                    at,
                    ldw,
                    accumulate,
                    into,
                    to,
                    fanOut);
        }
    }

    /** into [samples][in] := or += d [samples][out] · Wᵀ, with W at {@code matrix}. */
    private void applyTransposed(Frame<A> frame, A d, int at, A w, int matrix, boolean accumulate, A into, int to) {
        int ldw = inOut ? fanOut : fanIn;
        arithmetic.multiply(
                false, inOut, frame.samples, fanIn, fanOut, d, at, fanOut, w, matrix, ldw, accumulate, into, to, fanIn);
    }

    /** Adds Σ over samples of x ⊗ d to the matrix at {@code matrix}. */
    private void outer(int samples, A x, int xAt, A d, int dAt, A into, int matrix) {
        if (inOut) {
            arithmetic.multiply(
                    true, false, fanIn, fanOut, samples, x, xAt, fanIn, d, dAt, fanOut, true, into, matrix, fanOut);
        } else {
            arithmetic.multiply(
                    true, false, fanOut, fanIn, samples, d, dAt, fanOut, x, xAt, fanIn, true, into, matrix, fanIn);
        }
    }
}
