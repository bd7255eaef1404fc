package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.Param;

/** Parameters of {@code keskar-sharpness}. */
public record KeskarSharpnessParameters(
        @Param(doc = "Size of the box |d_i| ≤ ε(|θ_i| + 1), > 0.", defaultValue = "1e-3")
        double epsilon,

        @Included Scope scope,
        @Included Effort effort) {
    /** Checks the ranges. */
    public KeskarSharpnessParameters {
        Checks.positive("epsilon", epsilon);
    }
}
