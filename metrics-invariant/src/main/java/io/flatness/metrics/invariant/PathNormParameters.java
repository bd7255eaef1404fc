package io.flatness.metrics.invariant;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code path-norm}. */
public record PathNormParameters(
        @Param(doc = "Power of each weight along a path, > 0.", defaultValue = "2")
        double p) {
    /** Checks the range. */
    public PathNormParameters {
        if (!(p > 0) || Double.isInfinite(p)) {
            throw new InvalidParameterException("p", "p is " + p + " but must be positive and finite");
        }
    }
}
