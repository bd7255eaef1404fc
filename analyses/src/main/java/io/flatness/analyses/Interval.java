package io.flatness.analyses;

import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import java.util.Map;

/**
 * Where a measured value lies: within its errors, or between the bounds that are known of it.
 *
 * @param low at most the value
 * @param high at least the value
 * @param proved whether both sides are known; a search that knows one side alone is taken at its word within a margin
 */
record Interval(double low, double high, boolean proved) {
    /** Relative rounding of an exact value. */
    private static final double ROUNDING = 1e-9;
    /** By how much results of a search may be off. */
    private static final double SEARCH = 0.05;

    /**
     * The interval of a measurement.
     *
     * @param z standard errors that count as certain
     */
    static Interval of(Measurement measurement, double z) {
        double value = measurement.value();
        if (Comparison.infinite(measurement)) {
            return new Interval(value, value, true);
        }
        double error = Math.max(z * Comparison.error(measurement), ROUNDING * Math.abs(value));
        if (measurement.kind() == ValueKind.LOWER_BOUND) {
            double upper = detail(measurement.details(), "upper", "upperBound");
            return Double.isNaN(upper) ? byWord(value) : new Interval(value - error, upper, true);
        }
        if (measurement.kind() == ValueKind.UPPER_BOUND) {
            double lower = detail(measurement.details(), "lower", "lowerBound");
            return Double.isNaN(lower) ? byWord(value) : new Interval(lower, value + error, true);
        }
        return new Interval(value - error, value + error, true);
    }

    private static Interval byWord(double value) {
        return new Interval(value - SEARCH * Math.abs(value), value + SEARCH * Math.abs(value), false);
    }

    private static double detail(Map<String, Object> details, String... names) {
        for (String name : names) {
            if (details.get(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
                return number.doubleValue();
            }
        }
        return Double.NaN;
    }

    /** Whether all of this lies on one side of the other. */
    boolean apart(Interval other) {
        return high < other.low || low > other.high;
    }
}
