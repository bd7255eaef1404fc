package io.flatness.metrics.volume;

import io.flatness.spi.Param;

/** Parameters of {@code volume-star}. */
public record VolumeStarParameters(
        @Param(doc = "Rise of the loss that still counts as flat, > 0.", defaultValue = "0.01")
        double epsilon,

        @Param(doc = "Loss-equivalent evaluations that the search may take, ≥ 100.", defaultValue = "48000")
        long budget) {
    /** Checks the ranges. */
    public VolumeStarParameters {
        Checks.epsilon(epsilon);
        Checks.budget(budget);
    }
}
