package org.example.flatness;

import io.flatness.spi.Param;

/** What an experiment may say under {@code type: loss-rise}. */
public record LossRiseParameters(
        @Param(doc = "Distance from the minimum, greater than 0", defaultValue = "0.1")
        double radius,

        @Param(doc = "Number of random directions, at least 2", defaultValue = "64")
        int directions) {
    /** Checks the ranges; the message reaches the person who wrote the experiment. */
    public LossRiseParameters {
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("radius is " + radius + "; it must be greater than 0 and finite");
        }
        if (directions < 2) {
            throw new IllegalArgumentException(
                    "directions is " + directions + "; a standard error needs at least 2 directions");
        }
    }
}
