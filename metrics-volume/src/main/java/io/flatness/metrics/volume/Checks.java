package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;

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

    static void budget(long budget) {
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }
}
