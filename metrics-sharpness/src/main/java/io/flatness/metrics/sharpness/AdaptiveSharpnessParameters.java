package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code adaptive-sharpness}. */
public record AdaptiveSharpnessParameters(
        @Param(doc = "Radius in units of the parameters' own sizes, > 0.", defaultValue = "0.05")
        double rho,

        @Param(doc = "Norm of the relative perturbation: l2 or linf.", defaultValue = "l2")
        Norm norm,

        @Param(
                doc = "Added to every |θ_i|, ≥ 0; anything above 0 ends the invariance under rescaling.",
                defaultValue = "0")
        double eta,

        @Param(
                doc =
                        "What a perturbation is relative to: the size of each element, the norm of its filter (the weights"
                                + " into one unit), or that of its layer's tensor.",
                defaultValue = "element")
        Relative relativeTo,

        @Included Scope scope,
        @Included Effort effort) {
    /** Checks the ranges. */
    public AdaptiveSharpnessParameters {
        Checks.positive("rho", rho);
        if (!(eta >= 0) || Double.isInfinite(eta)) {
            throw new InvalidParameterException("eta", "eta is " + eta + " but must be at least 0 and finite");
        }
    }
}
