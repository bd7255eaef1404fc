package io.flatness.metrics.invariant;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code output-margin}. */
public record OutputMarginParameters(
        @Param(doc = "percentile of the margins over samples, 0 for the smallest", defaultValue = "10")
        double percentile) {
    /** Checks the range. */
    public OutputMarginParameters {
        if (!(percentile >= 0 && percentile <= 100)) {
            throw new InvalidParameterException(
                    "percentile", "percentile is " + percentile + "; it must lie between 0 and 100");
        }
    }
}
