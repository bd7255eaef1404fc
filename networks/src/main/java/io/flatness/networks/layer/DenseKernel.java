package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Products of a dense layer: one matrix product for each term of the R-operator, all tangents at once. */
final class DenseKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final boolean inOut;
    private final int fanIn;
    private final int fanOut;
    private final int weight;
    private final int bias;

    DenseKernel(Dense layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.inOut = layer.order() == WeightOrder.IN_OUT;
        this.fanIn = site.input().size();
        this.fanOut = layer.outputs();
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
    public int rows(int block) {
        return block == 0 ? (inOut ? fanIn : fanOut) : 1;
    }

    @Override
    public void forward(Frame<A> frame) {
        apply(frame.samples, frame.input(0), frame.theta, 1, false, frame.out);
        if (bias >= 0) {
            arithmetic.addToRows(frame.theta, bias, frame.out, frame.samples, fanOut);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        int m = frame.tangents;
        A tangentIn = frame.tangentIn[0];
        A direction = frame.direction;
        if (tangentIn != null) {
            apply(frame.samples * m, tangentIn, frame.theta, 1, false, frame.tangentOut);
        }
        if (direction != null) {
            A wide = inOut ? interleaved(frame) : direction;
            apply(frame.samples, frame.input(0), wide, m, tangentIn != null, frame.tangentOut);
            if (bias >= 0) {
                arithmetic.addToRows(direction, m * bias, frame.tangentOut, frame.samples, m * fanOut);
            }
        } else if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut, 0, frame.samples * m * fanOut, 0);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int m = frame.tangents;
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn != null) {
            applyTransposed(frame.samples * m, frame.cotangentOut, frame.theta, 1, frame.accumulate[0], cotangentIn);
        }
        A gradient = frame.gradient;
        if (gradient != null) {
            A wide = inOut ? interleavedGradient(frame) : gradient;
            outer(frame.samples, frame.input(0), 1, frame.cotangentOut, m, wide);
            if (bias >= 0) {
                arithmetic.sumRows(frame.cotangentOut, frame.samples, m * fanOut, gradient, m * bias);
            }
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        int m = frame.tangents;
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn != null && frame.direction != null) {
            A tall = inOut ? frame.direction : interleaved(frame);
            applyTransposed(frame.samples, frame.delta(), tall, m, true, cotangentIn);
        }
        A tangentIn = frame.tangentIn[0];
        A gradient = frame.gradient;
        if (tangentIn != null && gradient != null) {
            outer(frame.samples, tangentIn, m, frame.delta(), 1, inOut ? gradient : interleavedGradient(frame));
        }
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int samples = frame.samples;
        int m = frame.tangents;
        A inputs = frame.scratch.array(0, samples * fanIn);
        A cotangents = frame.scratch.array(1, samples * fanOut);
        arithmetic.fill(inputs, 0, samples * fanIn, 0);
        arithmetic.fill(cotangents, 0, samples * fanOut, 0);
        arithmetic.addSquares(frame.input(0), 0, inputs, 0, samples * fanIn);
        for (int sample = 0; sample < samples; sample++) {
            for (int tangent = 0; tangent < m; tangent++) {
                arithmetic.addSquares(
                        frame.cotangentOut, (sample * m + tangent) * fanOut, cotangents, sample * fanOut, fanOut);
            }
        }
        A diagonal = sink.diagonal();
        if (diagonal != null) {
            outer(samples, inputs, 1, cotangents, 1, diagonal);
            if (bias >= 0) {
                arithmetic.sumRows(cotangents, samples, fanOut, diagonal, bias);
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

    /** into [rows][copies·out] := or += x [rows][in] · W, where w holds {@code copies} matrices side by side. */
    private void apply(int rows, A x, A w, int copies, boolean accumulate, A into) {
        int columns = copies * fanOut;
        arithmetic.multiply(
                false,
                !inOut,
                rows,
                columns,
                fanIn,
                x,
                0,
                fanIn,
                w,
                copies * weight,
                inOut ? columns : fanIn,
                accumulate,
                into,
                0,
                columns);
    }

    /** into [rows][copies·in] := or += d [rows][out] · Wᵀ, where w holds {@code copies} matrices. */
    private void applyTransposed(int rows, A d, A w, int copies, boolean accumulate, A into) {
        int columns = copies * fanIn;
        arithmetic.multiply(
                false,
                inOut,
                rows,
                columns,
                fanOut,
                d,
                0,
                fanOut,
                w,
                copies * weight,
                inOut ? fanOut : columns,
                accumulate,
                into,
                0,
                columns);
    }

    /** Adds Σ over samples of x ⊗ d, one of them with several copies per sample, to the weights' place in into. */
    private void outer(int samples, A x, int xCopies, A d, int dCopies, A into) {
        int inputs = xCopies * fanIn;
        int outputs = dCopies * fanOut;
        int at = xCopies * dCopies * weight;
        if (inOut) {
            arithmetic.multiply(
                    true, false, inputs, outputs, samples, x, 0, inputs, d, 0, outputs, true, into, at, outputs);
        } else {
            arithmetic.multiply(
                    true, false, outputs, inputs, samples, d, 0, outputs, x, 0, inputs, true, into, at, inputs);
        }
    }

    private A interleaved(Frame<A> frame) {
        return present(frame.directionInterleaved);
    }

    private A interleavedGradient(Frame<A> frame) {
        return present(frame.gradientInterleaved);
    }

    private static <A> A present(@Nullable A array) {
        if (array == null) {
            throw new AssertionError("a direction or gradient lacks its interleaved form");
        }
        return array;
    }
}
