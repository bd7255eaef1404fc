package io.flatness.metrics.hessian;

import io.flatness.spi.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/** Ranges that several parameter records share. */
final class Checks {
    private Checks() {}

    static void tolerance(double tolerance) {
        tolerance("tolerance", tolerance);
    }

    static void tolerance(String parameter, double value) {
        if (!(value > 0 && value < 1)) {
            throw new InvalidParameterException(
                    parameter, parameter + " is " + value + "; it must lie between 0 and 1, for example 1e-8");
        }
    }

    static void probes(@Nullable Integer probes) {
        if (probes != null && probes < 2) {
            throw new InvalidParameterException(
                    "probes", "probes is " + probes + "; an error needs at least 2, a good one 30");
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
