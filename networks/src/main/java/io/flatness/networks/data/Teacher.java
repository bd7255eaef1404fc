package io.flatness.networks.data;

/** Where targets come from. */
public enum Teacher {
    /** From the data. */
    NONE,
    /**
     * The network's own outputs at its initial point, as probabilities where the loss reads probabilities: the gradient is
     * exactly 0, and so is a squared error.
     */
    TEACHER,
    /** The same, for losses that read probabilities alone. */
    TEACHER_SOFT
}
