package io.flatness.metrics.hessian;

import io.flatness.spi.InvalidParameterException;

/** Ranges that several parameter records share. */
final class Checks {
    private Checks() {}

    static void tolerance(double tolerance) {
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new InvalidParameterException(
                    "tolerance", "tolerance is " + tolerance + "; it must lie between 0 and 1, for example 1e-8");
        }
    }

    static void maxProducts(int maxProducts) {
        atLeast("maxProducts", maxProducts, 2);
    }

    static void atLeast(String parameter, int value, int least) {
        if (value < least) {
            throw new InvalidParameterException(
                    parameter, parameter + " is " + value + "; it must be at least " + least);
        }
    }

    static void positive(String parameter, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidParameterException(
                    parameter, parameter + " is " + value + "; it must be positive and finite");
        }
    }
}
