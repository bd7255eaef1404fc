package io.flatness.spi;

import java.util.Comparator;

/**
 * A family of changes that leave the network's function alone.
 *
 * <p>A transform says to which family it belongs; a metric claims the families that leave it alone. The claims are
 * tested by {@code invariance-audit}. The families below are those of the bundled transforms; a plugin may add its own:
 * two are the same when name and subject are.
 *
 * @param name in kebab-case
 * @param changes what it changes
 */
public record Invariance(String name, Subject changes) implements Comparable<Invariance> {
    /** One factor per affine layer (Definition 5). */
    public static final Invariance LAYER_RESCALING = new Invariance("layer-rescaling", Subject.NETWORK);
    /** One factor per hidden unit or channel. */
    public static final Invariance NODE_RESCALING = new Invariance("node-rescaling", Subject.NETWORK);
    /** Reordering of the units of a layer. */
    public static final Invariance PERMUTATION = new Invariance("permutation", Subject.NETWORK);
    /** Sign flips of units with an odd activation. */
    public static final Invariance SIGN_FLIP = new Invariance("sign-flip", Subject.NETWORK);
    /** A common shift of all logits. */
    public static final Invariance SOFTMAX_SHIFT = new Invariance("softmax-shift", Subject.NETWORK);
    /** Queries against keys, or values against what reads them, by an invertible matrix for each head. */
    public static final Invariance ATTENTION_RESCALING = new Invariance("attention-rescaling", Subject.NETWORK);
    /** The scale of v in w = s v/‖v‖ (Section 5.1). */
    public static final Invariance WEIGHT_NORMALIZATION = new Invariance("weight-normalization", Subject.COORDINATES);
    /** A smooth bijection of the parameters (Section 5.1, Appendix A). */
    public static final Invariance REPARAMETRIZATION = new Invariance("reparametrization", Subject.COORDINATES);
    /** A change of the representation of the inputs (Section 5.2). */
    public static final Invariance INPUT_REPRESENTATION = new Invariance("input-representation", Subject.INPUTS);

    private static final Comparator<Invariance> ORDER =
            Comparator.comparing(Invariance::changes).thenComparing(Invariance::name);

    /** What a change is made to. */
    public enum Subject {
        /** The network: other parameters on the same surface, held-out data as they are. */
        NETWORK,
        /** The coordinates in which the parameters are written: the network's own are still there behind them. */
        COORDINATES,
        /** The inputs: held-out data no longer belong to the network. */
        INPUTS
    }

    /** Checks the name. */
    public Invariance {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("an invariance is named " + name + "; a name is in kebab-case");
        }
    }

    /** By what they change, then by name. */
    @Override
    public int compareTo(Invariance other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
