package io.flatness.metrics.hessian;

/** What is done to the matrix before eigenvalues are compared with a threshold. */
public enum RankScaling {
    /** Nothing: eigenvalues of the matrix itself. */
    NONE,
    /** A congruence to a unit diagonal: the same inertia, at a threshold that no diagonal rescaling moves. */
    DIAGONAL
}
