package io.flatness.metrics.invariant;

import io.flatness.spi.MeasurementException;

/** Checks on the diagonal of a Hessian that mathematics says is not negative. */
final class Diagonals {
    private Diagonals() {}

    /** The same with negative rounding cut off at zero; owns a new array. */
    static double[] nonNegative(double[] diagonal) {
        double largest = 0;
        for (double v : diagonal) {
            largest = Math.max(largest, Math.abs(v));
        }
        if (!Double.isFinite(largest)) {
            throw new MeasurementException("the diagonal of the Hessian is not finite at this point");
        }
        double[] cut = diagonal.clone();
        for (int k = 0; k < cut.length; k++) {
            if (cut[k] < -1e-9 * largest) {
                throw new MeasurementException(
                        "the diagonal of the Hessian is negative (" + cut[k] + " for parameter " + k + ")");
            }
            cut[k] = Math.max(0, cut[k]);
        }
        return cut;
    }
}
