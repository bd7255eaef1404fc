package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.List;
import java.util.Optional;

/**
 * One layer of an architecture and the rule by which changes of units pass through it.
 *
 * <p>A transform walks the layers in topological order and asks each how it carries what was done to the units before
 * it. It never asks which type a layer is. A layer either {@linkplain #absorbs absorbs}: its parameters can take any
 * change of its inputs and produce any change of its outputs (dense, convolution, BatchNorm), or the change of its
 * outputs follows from that of its inputs (activations, pooling, flatten, addition, concatenation).
 */
public interface Layer {
    /** Its name in the model, unique; {@code 0}, {@code fc1}, {@code conv1.relu}. */
    String name();

    /** Its type in kebab-case: {@code dense conv2d relu batch-norm add …}; for people, not for decisions. */
    String type();

    /** The layers whose outputs it reads: indices in {@link Architecture#layers()}, −1 for the network's input. */
    List<Integer> inputs();

    /** Number of units of its output: channels of an image, features of a vector. */
    int units();

    /** Its weights when it is dense or a convolution. */
    Optional<Affine> affine();

    /** Whether parameters (and buffers) of the layer can take any change of its inputs and outputs. */
    boolean absorbs();

    /**
     * What a change of the inputs does to the output, for a layer that does not absorb.
     *
     * @param inputs one map per entry of {@link #inputs()}
     * @throws RefusedException when the function would change: a scale through tanh, different scales into a residual
     *     sum; the message names the layer and says why
     */
    UnitMap propagate(List<UnitMap> inputs);

    /**
     * Writes what happens to the layer's own parameters and buffers when its inputs change by {@code inputs} and its
     * output changes by {@code output}. Asked of every layer, whether it {@linkplain #absorbs absorbs} or not: the learned
     * slopes of a rectifier move with their units. A layer without tensors writes nothing.
     *
     * <p>With W mapping unit i to unit o: new W[o, i] = output.scale[o] / inputs.scale[i] · old W[output.source[o],
     * inputs.source[i]], new bias[o] = output.scale[o] · old bias[output.source[o]] (Appendix B). BatchNorm's running
     * mean goes with the input, its scale with the ratio, its shift with the output.
     *
     * @param parameterSource for each parameter the old one behind it; entries of this layer's blocks are written
     * @param parameterFactor for each parameter its factor; entries of this layer's blocks are written
     * @param bufferSource the same for the network's buffers
     * @param bufferFactor the same for the network's buffers
     * @throws RefusedException when the layer cannot (scaling into statistics that cannot change)
     */
    void transport(
            List<UnitMap> inputs,
            UnitMap output,
            int[] parameterSource,
            double[] parameterFactor,
            int[] bufferSource,
            double[] bufferFactor);
}
