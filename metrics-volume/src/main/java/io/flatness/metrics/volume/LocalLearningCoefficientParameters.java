package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code local-learning-coefficient}. */
public record LocalLearningCoefficientParameters(
        @Param(
                doc =
                        "Inverse temperature nβ > 0 by which the loss is multiplied; without it N / ln N for a loss over N"
                                + " samples.",
                optional = true)
        @Nullable
        Double beta,

        @Param(doc = "Inverse square width of the Gaussian window around the point, > 0.", defaultValue = "1")
        double gamma,

        @Param(doc = "Loss-equivalent evaluations that the chains may take, ≥ 10000.", defaultValue = "200000")
        long budget) {
    private static final long SMALLEST_BUDGET = 10_000;

    /** Checks the ranges. */
    public LocalLearningCoefficientParameters {
        if (beta != null && !(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException("beta", "beta is " + beta + " but must be positive and finite");
        }
        if (!(gamma > 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException("gamma", "gamma is " + gamma + " but must be positive and finite");
        }
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }
}
