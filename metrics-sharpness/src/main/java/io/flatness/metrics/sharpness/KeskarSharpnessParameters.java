package io.flatness.metrics.sharpness;

import io.flatness.spi.Param;

/** Parameters of {@code keskar-sharpness}. */
public record KeskarSharpnessParameters(
        @Param(doc = "Size of the box |d_i| ≤ ε(|θ_i| + 1), > 0.", defaultValue = "1e-3")
        double epsilon,

        @Param(doc = "Random starts beside the chosen ones, ≥ 0.", defaultValue = "4")
        int starts,

        @Param(
                doc = "Loss-equivalent evaluations that the search may take, ≥ 50: a value counts 1, a gradient 3, a"
                        + " Hessian-vector product 6.",
                defaultValue = "2000")
        long budget) {
    /** Checks the ranges. */
    public KeskarSharpnessParameters {
        Checks.positive("epsilon", epsilon);
        Checks.starts(starts);
        Checks.budget(budget);
    }
}
