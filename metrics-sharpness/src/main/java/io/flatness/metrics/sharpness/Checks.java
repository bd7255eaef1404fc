package io.flatness.metrics.sharpness;

import io.flatness.spi.InvalidParameterException;

/** Range checks that several parameter records share. */
final class Checks {
    private static final long SMALLEST_BUDGET = 50;

    private Checks() {}

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidParameterException(name, name + " is " + value + " but must be positive and finite");
        }
    }

    static void starts(int starts) {
        if (starts < 0) {
            throw new InvalidParameterException("starts", "starts is " + starts + " but must be at least 0");
        }
    }

    static void budget(long budget) {
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }
}
