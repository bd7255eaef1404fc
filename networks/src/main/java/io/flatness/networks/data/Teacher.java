package io.flatness.networks.data;

/** Where targets come from. */
public enum Teacher {
    /** From the data. */
    NONE,
    /** The network's own outputs at its initial point: loss and gradient are exactly 0. */
    TEACHER,
    /** The softmax of the network's own outputs: the gradient is exactly 0. */
    TEACHER_SOFT
}
