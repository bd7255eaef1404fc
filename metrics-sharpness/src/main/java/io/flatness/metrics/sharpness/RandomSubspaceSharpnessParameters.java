package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code random-subspace-sharpness}. */
public record RandomSubspaceSharpnessParameters(
        @Param(doc = "Size of the box |y_i| ≤ ε(|(A⁺θ)_i| + 1), > 0.", defaultValue = "1e-3")
        double epsilon,

        @Param(
                doc = "Dimension of the random subspace, ≥ 1; the number of parameters where that is smaller.",
                defaultValue = "100")
        int dimension,

        @Included Scope scope,
        @Included Effort effort) {
    /** Checks the ranges. */
    public RandomSubspaceSharpnessParameters {
        Checks.positive("epsilon", epsilon);
        if (dimension < 1) {
            throw new InvalidParameterException("dimension", "dimension is " + dimension + " but must be at least 1");
        }
    }
}
