package io.flatness.networks.tile;

/** A function of one variable, twice differentiable almost everywhere, with its derivatives. Pure. */
public interface Pointwise {
    /** Writes φ, φ' and φ'' of the first {@code count} numbers of the block. */
    void evaluate(Block block, int count);
}
