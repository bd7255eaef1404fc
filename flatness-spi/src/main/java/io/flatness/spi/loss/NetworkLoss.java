package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;

/** The loss of a neural network on data: an empirical risk with an architecture. */
public interface NetworkLoss extends EmpiricalRisk {
    /** The graph of layers behind the function. */
    Architecture architecture();

    /** Whether the unregularized loss depends on the parameters through the function alone (no weight decay). */
    boolean dependsOnFunctionAlone();

    /** Whether the loss ignores a common shift of all outputs, as softmax cross-entropy does. */
    boolean ignoresOutputShift();

    /** Statistics that are not parameters (BatchNorm's running mean and variance), in {@link Architecture#buffers()}. */
    double[] buffers();

    /** The same network with other buffers. */
    NetworkLoss withBuffers(double[] buffers);

    /** Length of an input sample, flattened. */
    int inputSize();

    /** Copies input sample {@code index}, as the network receives it, to {@code into}. */
    void input(int index, double[] into);

    /** The same network with x ↦ map(x) before its first layer. */
    NetworkLoss withInputMap(InputMap map);

    /**
     * The same network without what {@link #withInputMap} put before its first layer: what belongs to the layers alone is
     * measured there.
     *
     * @throws RefusedException when the network does not offer itself without a map
     * @since 0.1
     */
    default NetworkLoss withoutInputMap() {
        throw new RefusedException("this network does not say what it is without a map before its first layer");
    }

    /**
     * Outputs on inputs of the caller's choice.
     *
     * @param inputs row-major, a multiple of {@link #inputSize()} long; the input map is applied to them
     * @return row-major, samples × {@link #outputCount()}
     */
    double[] outputs(double[] theta, double[] inputs);
}
