package io.flatness.metrics.sharpness;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Effort of a search. */
public record Effort(
        @Param(doc = "Random starts beside the chosen ones, ≥ 0.", defaultValue = "4")
        int starts,

        @Param(
                doc = "Loss-equivalent evaluations that the search may take, ≥ 50: a value counts 1, a gradient 3, a"
                        + " Hessian-vector product 6.",
                defaultValue = "2000")
        long budget) {
    private static final long SMALLEST_BUDGET = 50;

    /** Checks the ranges. */
    public Effort {
        if (starts < 0) {
            throw new InvalidParameterException("starts", "starts is " + starts + " but must be at least 0");
        }
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }
}
