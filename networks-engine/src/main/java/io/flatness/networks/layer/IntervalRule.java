package io.flatness.networks.layer;

/** How a box of inputs and parameters bounds a layer's output, for one sample. Pure and thread-safe. */
@FunctionalInterface
public interface IntervalRule {
    /**
     * Encloses the outputs over all inputs and parameters in their boxes, rounding outward.
     *
     * @param in one interval vector per input, elements in the row-major order of the input's shape
     * @param parameters box of all parameters of the network
     * @param buffers all buffers of the network
     * @param out written
     */
    void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out);

    /** The same rule made ready for many samples with one box of parameters. */
    default IntervalRule prepared(Intervals parameters) {
        return this;
    }
}
