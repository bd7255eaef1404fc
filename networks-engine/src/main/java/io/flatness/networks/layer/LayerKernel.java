package io.flatness.networks.layer;

import io.flatness.spi.loss.Kinks;

/**
 * What a layer computes on a tile of samples: its value and the four products from which gradients, Hessian-,
 * Gauss–Newton- and Jacobian-vector products are made.
 *
 * <p>A kernel holds no state: everything stands in the {@link Frame}. One Hessian-vector product is {@link #tangent}
 * through all layers, then {@link #pullBack} and {@link #curve} through all layers in reverse. Source: Pearlmutter
 * (1994), Neural Computation 6, "Fast exact multiplication by the Hessian".
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface LayerKernel<A> {
    /** Elements per sample of {@link Frame#state()}. */
    default int stateSize() {
        return 0;
    }

    /** Elements per sample of {@link Frame#places()}. */
    default int placesSize() {
        return 0;
    }

    /** Elements per sample of {@link Frame#tangentState()}. */
    default int tangentStateSize() {
        return 0;
    }

    /** Whether output and first input may be one array, forward, in tangents and in cotangents. */
    default boolean inPlace() {
        return false;
    }

    /** Whether the kernel reads the value of its output after the forward pass. */
    default boolean readsOutputLater() {
        return false;
    }

    /** Whether {@link #curve} does anything: the layer is not linear in inputs and parameters together. */
    default boolean curves() {
        return false;
    }

    /** out := F(in); fills the state. */
    void forward(Frame<A> frame);

    /** tangentOut := ∂F/∂in · tangentIn + ∂F/∂θ · direction. */
    void tangent(Frame<A> frame);

    /** cotangentIn := or += (∂F/∂in)ᵀ cotangentOut, gradient += (∂F/∂θ)ᵀ cotangentOut. */
    void pullBack(Frame<A> frame);

    /** Adds the derivative of (∂F)ᵀ δ along (tangentIn, direction) to cotangentIn and gradient. */
    default void curve(Frame<A> frame) {}

    /** {@link #pullBack} and then {@link #curve}; for kernels that share work between them. */
    default void pullBackCurved(Frame<A> frame) {
        pullBack(frame);
        curve(frame);
    }

    /** Whether {@link #squares} is there: so it is in every layer without parameters. */
    default boolean squaresApart() {
        return false;
    }

    /** Adds the squares of each sample's gradient, summed over the tangents of cotangentOut, to the sink. */
    default void squares(Frame<A> frame, SquareSink<A> sink) {}

    /**
     * Marks the elements of the output that are 0 whatever the parameters: those whose inputs are all 0, of an affine
     * layer without bias. Called before the next layer runs.
     *
     * @return whether any element is marked
     */
    default boolean marksZeros(Frame<A> frame, boolean[] zeros) {
        return false;
    }

    /** Looks at the distance of every input from a kink; called before {@link #forward}. */
    default void kinks(Frame<A> frame, KinkSink sink) {}

    /** Collects what {@link Kinks} reports. */
    interface KinkSink {
        /** A pair of sample and unit, element {@code element} of the first input, at this distance from a kink. */
        void at(int element, double distance);

        /** A gap between the two largest candidates of a maximum. */
        void gap(double distance);
    }
}
