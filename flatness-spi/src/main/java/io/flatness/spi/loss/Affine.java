package io.flatness.spi.loss;

import java.util.Optional;

/** The weights of a dense or convolutional layer, and which units each weight joins. */
public interface Affine {
    /** Position among the affine layers in topological order: the index that experiments use. */
    int index();

    /** The weight tensor. */
    Block weight();

    /** The bias vector, one element per output unit. */
    Optional<Block> bias();

    /** Number of input units (channels) that the weights read. */
    int inputUnits();

    /** Number of output units (channels). */
    int outputUnits();

    /** The input unit that element {@code k} of the weight tensor reads, k counted from the block's offset. */
    int inputUnit(int k);

    /** The output unit to which element {@code k} of the weight tensor contributes. */
    int outputUnit(int k);
}
