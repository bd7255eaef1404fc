package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/** Range checks that several parameter records share. */
final class Checks {
    private static final long SMALLEST_BUDGET = 100;

    private Checks() {}

    static void epsilon(double epsilon) {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new InvalidParameterException(
                    "epsilon", "epsilon is " + epsilon + " but must be positive and finite");
        }
    }

    static void radius(@Nullable Double radius) {
        if (radius != null && !(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException("radius", "radius is " + radius + " but must be positive and finite");
        }
    }

    static void budget(long budget) {
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }
}
