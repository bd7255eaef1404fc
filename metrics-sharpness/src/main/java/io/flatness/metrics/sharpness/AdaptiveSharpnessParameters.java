package io.flatness.metrics.sharpness;

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

        @Param(doc = "Random starts beside the chosen ones, ≥ 0.", defaultValue = "4")
        int starts,

        @Param(
                doc = "Loss-equivalent evaluations that the search may take, ≥ 50: a value counts 1, a gradient 3, a"
                        + " Hessian-vector product 6.",
                defaultValue = "2000")
        long budget) {
    /** Checks the ranges. */
    public AdaptiveSharpnessParameters {
        Checks.positive("rho", rho);
        Checks.starts(starts);
        Checks.budget(budget);
        if (!(eta >= 0) || Double.isInfinite(eta)) {
            throw new InvalidParameterException("eta", "eta is " + eta + " but must be at least 0 and finite");
        }
    }
}
