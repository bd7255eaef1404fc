package io.flatness.metrics.invariant;

/** A group of rescalings that leave a rectified network's function alone. */
public enum Group {
    /** One factor per layer. */
    LAYER,
    /** One factor per hidden unit or channel; contains {@link #LAYER}. */
    NODE
}
