package io.flatness.numerics;

/**
 * How hard a random estimator tries.
 *
 * @param probes exact number of probes, or 0 to stop by the tolerance
 * @param tolerance half the width of the 95 % interval that is asked for, relative to the value; in (0, 1)
 * @param maxProducts products with the operator allowed
 * @param mayBeExact whether the answer itself may be taken where it costs no more than its estimate
 */
public record Effort(int probes, double tolerance, int maxProducts, boolean mayBeExact) {
    /** Checks the ranges. */
    public Effort {
        if (probes < 0 || probes == 1 || maxProducts < 2 || !(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException("probes " + probes + " must be 0 or at least 2, maxProducts "
                    + maxProducts + " at least 2 and tolerance " + tolerance + " in (0, 1)");
        }
    }

    /** A fixed number of probes. */
    public static Effort probes(int probes) {
        return new Effort(probes, 0.5, Integer.MAX_VALUE, true);
    }

    /** Until the error is small, relative to the value. */
    public static Effort tolerance(double tolerance, int maxProducts) {
        return new Effort(0, tolerance, maxProducts, true);
    }

    /** The same effort, spent on samples alone. */
    public Effort onSamplesAlone() {
        return new Effort(probes, tolerance, maxProducts, false);
    }

    /** Whether a standard error is small enough. */
    boolean reached(double value, double standardError) {
        return StudentT.NORMAL * standardError <= tolerance * Math.abs(value);
    }
}
