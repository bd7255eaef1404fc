package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.List;
import java.util.Optional;

/**
 * One layer of an architecture and the rule by which changes of units pass through it.
 *
 * <p>A transform walks the layers in topological order and asks each how it carries what was done to the units before
 * it. It never asks which type a layer is. The parameters of a layer may take a change of its inputs back, and may produce
 * a change of its output (dense, convolution, BatchNorm: both; an embedding: the second); otherwise the change of its
 * output follows from that of its inputs (activations, pooling, flatten, addition, concatenation).
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

    /** How it divides the units that it reads, when it is an attention; empty for all other layers. */
    default Optional<Heads> heads() {
        return Optional.empty();
    }

    /**
     * Whether its parameters can take any factor on its inputs back, so that its output stays as it is: dense layers,
     * convolutions and BatchNorm do; layer normalization, whose statistics come from the inputs, does not.
     */
    boolean absorbsInputs();

    /** Whether its parameters can produce any factor on its output, whatever happened to its inputs. */
    boolean absorbsOutput();

    /**
     * Whether a layer without tensors sends paths on: of inputs that are not negative every output is one of them, or the
     * sum, the mean or the largest of some, and no fixed number comes in. A pass of powers of weights through such layers
     * sums over paths.
     *
     * @since 0.1
     */
    default boolean passesPaths() {
        return false;
    }

    /**
     * What a change of the inputs does to the output when the layer's own parameters do no more than they must.
     *
     * @param inputs one map per entry of {@link #inputs()}
     * @throws RefusedException when the function would change: a scale through tanh, different scales into a residual
     *     sum; the message names the layer and says why
     */
    UnitMap propagate(List<UnitMap> inputs);

    /**
     * Says what happens to the layer's own parameters and buffers when its inputs change by {@code inputs} and its output
     * changes by {@code output}. Asked of every layer: the learned slopes of a rectifier move with their units. A layer
     * without tensors says nothing.
     *
     * <p>A dense layer's weights go along their output axis with the output and along their input axis against the input
     * (Appendix B); its bias goes with the output. BatchNorm's running mean goes with the input, its scale with the ratio,
     * its shift with the output.
     *
     * @throws RefusedException when the layer cannot (scaling into statistics that cannot change)
     */
    void transport(List<UnitMap> inputs, UnitMap output, Moves moves);
}
