package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.Param;

/** Parameters of {@code epsilon-sharpness}. */
public record EpsilonSharpnessParameters(
        @Param(doc = "Radius of the closed Euclidean ball around the point, > 0.", defaultValue = "1e-3")
        double epsilon,

        @Included Scope scope,
        @Included Effort effort) {
    /** Checks the ranges. */
    public EpsilonSharpnessParameters {
        Checks.positive("epsilon", epsilon);
    }
}
