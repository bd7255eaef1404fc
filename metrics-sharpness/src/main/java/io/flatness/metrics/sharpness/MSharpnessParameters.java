package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code m-sharpness}. */
public record MSharpnessParameters(
        @Param(doc = "Radius of the ball, > 0.", defaultValue = "0.05")
        double rho,

        @Param(doc = "Samples in a group, ≥ 1; all of them where there are fewer.", defaultValue = "128")
        int m,

        @Param(doc = "Groups, ≥ 2; as many as there are where that is fewer.", defaultValue = "16")
        int groups,

        @Included Scope scope,
        @Included Effort effort) {
    /** Checks the ranges. */
    public MSharpnessParameters {
        Checks.positive("rho", rho);
        if (m < 1) {
            throw new InvalidParameterException("m", "m is " + m + " but must be at least 1");
        }
        if (groups < 2) {
            throw new InvalidParameterException("groups", "groups is " + groups + " but must be at least 2");
        }
    }
}
