package io.flatness.spi;

/**
 * A family of changes of the parameters that leave the network's function alone.
 *
 * <p>A transform says to which family it belongs; a metric claims the families that leave it alone. The claims are
 * tested by {@code invariance-audit}.
 */
public enum Invariance {
    /** One factor per affine layer (Definition 5). */
    LAYER_RESCALING,
    /** One factor per hidden unit or channel. */
    NODE_RESCALING,
    /** Reordering of the units of a layer. */
    PERMUTATION,
    /** Sign flips of units with an odd activation. */
    SIGN_FLIP,
    /** A common shift of all logits. */
    SOFTMAX_SHIFT,
    /** The scale of v in w = s v/‖v‖ (Section 5.1). */
    WEIGHT_NORMALIZATION,
    /** A smooth bijection of the parameters (Section 5.1, Appendix A). */
    REPARAMETRIZATION,
    /** A change of the representation of the inputs (Section 5.2). */
    INPUT_REPRESENTATION
}
