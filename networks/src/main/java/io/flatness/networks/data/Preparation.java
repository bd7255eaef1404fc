package io.flatness.networks.data;

import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Which part of the samples is used, and how it is presented to the network: the keys that all kinds of data share. */
public record Preparation(
        @Param(doc = "[a, b]: the samples a to b − 1 alone, counted from 0", optional = true)
        int @Nullable [] range,

        @Param(doc = "Every input is divided by it; not 0", defaultValue = "1")
        double scale,

        @Param(doc = "Shape of a sample, for example [1, 28, 28]; as the data have it when left out", optional = true)
        int @Nullable [] inputShape) {
    /** Checks the ranges. */
    public Preparation {
        Checks.scale(scale);
    }
}
