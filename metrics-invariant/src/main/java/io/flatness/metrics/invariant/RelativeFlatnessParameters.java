package io.flatness.metrics.invariant;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code relative-flatness}. */
public record RelativeFlatnessParameters(
        @Param(
                doc = "Hessian-vector products allowed, ≥ 10: a layer whose exact value needs more than its share is"
                        + " estimated.",
                defaultValue = "4000")
        int budget) {
    private static final int SMALLEST_BUDGET = 10;

    /** Checks the range. */
    public RelativeFlatnessParameters {
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }
}
