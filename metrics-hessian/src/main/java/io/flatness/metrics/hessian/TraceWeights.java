package io.flatness.metrics.hessian;

/** What the trace of the curvature is weighted with. */
public enum TraceWeights {
    /** Σ θᵢ² Hᵢᵢ: every parameter's curvature in units of the parameter. */
    PARAMETERS,
    /** ‖θ‖² tr H. */
    SQUARED_NORM
}
