package io.flatness.networks.layer;

import io.flatness.spi.linalg.Gemm;

/** How a box of inputs and parameters bounds a layer's output. Pure and thread-safe. */
@FunctionalInterface
public interface IntervalRule {
    /**
     * Encloses the outputs of one sample over all inputs and parameters in their boxes, rounding outward.
     *
     * @param in one interval vector per input, elements in the row-major order of the input's shape
     * @param parameters box of all weights of the network, the parameters followed by the frozen tensors
     * @param buffers all buffers of the network
     * @param out written
     */
    void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out);

    /** The same for several samples, one after the other in the boxes. */
    default void encloseAll(int samples, Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
        Intervals[] one = new Intervals[in.length];
        for (int i = 0; i < in.length; i++) {
            one[i] = Intervals.zeros(in[i].length() / samples);
        }
        Intervals result = Intervals.zeros(out.length() / samples);
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < in.length; i++) {
                one[i].copy(in[i], sample * one[i].length(), 0, one[i].length());
            }
            enclose(one, parameters, buffers, result);
            out.copy(result, 0, sample * result.length(), result.length());
        }
    }

    /** The same rule made ready for many samples with one box of parameters. */
    default IntervalRule prepared(Intervals parameters, Gemm gemm) {
        return this;
    }
}
