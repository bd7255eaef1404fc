package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code local-entropy}. */
public record LocalEntropyParameters(
        @Param(doc = "Inverse square width of the Gaussian window, > 0.", defaultValue = "1")
        double gamma,

        @Param(doc = "Loss-equivalent evaluations that the search may take, ≥ 100.", defaultValue = "20000")
        long budget) {
    /** Checks the ranges. */
    public LocalEntropyParameters {
        if (!(gamma > 0) || Double.isInfinite(gamma)) {
            throw new InvalidParameterException("gamma", "gamma is " + gamma + " but must be positive and finite");
        }
        Checks.budget(budget);
    }
}
