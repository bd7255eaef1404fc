package io.flatness.networks.loss;

/** How the losses of samples are combined. */
public enum Reduction {
    /** Their mean. */
    MEAN,
    /** Their sum. */
    SUM
}
