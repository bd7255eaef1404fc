package io.flatness.metrics.invariant;

import io.flatness.spi.Param;

/** Parameters of {@code input-gradient-norm}. */
public record InputGradientNormParameters(
        @Param(doc = "Whose gradient: loss (of each sample) or outputs (the whole Jacobian).", defaultValue = "loss")
        Of of) {
    /** What is differentiated. */
    public enum Of {
        /** ‖∂ℓ/∂x‖₂. */
        LOSS,
        /** ‖∂f/∂x‖_F. */
        OUTPUTS
    }
}
