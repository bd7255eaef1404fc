package io.flatness.metrics.sharpness;

import io.flatness.spi.InvalidParameterException;

/** Range checks that several parameter records share. */
final class Checks {
    private Checks() {}

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidParameterException(name, name + " is " + value + " but must be positive and finite");
        }
    }
}
