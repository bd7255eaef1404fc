package io.flatness.networks.loss;

/**
 * A loss of one sample as a function of the network's outputs f and a target y, with derivatives. Pure.
 *
 * <p>All methods work on one sample; offsets are those of its first output. Never negative.
 */
public interface Loss {
    /** Its name in experiments: {@code cross-entropy mse torch-mse logistic}. */
    String name();

    /** Whether a common shift of all outputs changes nothing. */
    boolean ignoresOutputShift();

    /** Whether it is the negative log-likelihood of classes, so that probabilities mean something. */
    boolean classifies();

    /**
     * Checks a target and brings it into the form the other methods read.
     *
     * @param target values, or a one-hot vector of a label; changed in place
     * @throws IllegalArgumentException when it is no target of this loss; the message goes on after "sample 3: "
     */
    void prepare(double[] target);

    /**
     * The loss, its gradient with respect to the outputs, and what {@link #curvature} needs.
     *
     * @param outputs f at {@code offset}
     * @param target y, prepared
     * @param gradient written at {@code offset}: ∂ℓ/∂f
     * @param state written at {@code offset}: one element per output
     * @return ℓ(f, y)
     */
    double evaluate(double[] outputs, int offset, double[] target, double[] gradient, double[] state);

    /** into := (∂²ℓ/∂f²) u. {@code state} is read at {@code offset}, u and into at {@code at}; they may be one array. */
    void curvature(double[] state, int offset, int outputs, double[] u, double[] into, int at);

    /** into[at …] := column {@code column} of a square root R of ∂²ℓ/∂f² = R Rᵀ; there is one column per output. */
    void root(double[] state, int offset, int outputs, int column, double[] into, int at);

    /**
     * An upper bound of the loss for outputs in the box [low, high]; rounding is the caller's.
     *
     * @param low lower ends
     * @param high upper ends
     */
    double upperBound(double[] low, double[] high, double[] target);

    /** A lower bound of the loss for outputs in the same box; rounding is the caller's. */
    double lowerBound(double[] low, double[] high, double[] target);

    /** The label that outputs f predict: the largest output, or 1 for a positive single output of a logistic loss. */
    default int predict(double[] outputs, int offset, int count) {
        int best = 0;
        for (int c = 1; c < count; c++) {
            if (outputs[offset + c] > outputs[offset + best]) {
                best = c;
            }
        }
        return best;
    }

    /** Number of labels with {@code outputs} outputs. */
    default int labels(int outputs) {
        return outputs;
    }
}
