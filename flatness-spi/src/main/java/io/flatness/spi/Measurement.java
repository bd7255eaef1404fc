package io.flatness.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured number and what it is.
 *
 * @param status whether there is a number at all
 * @param kind what the number is
 * @param value the number; infinite for a divergent quantity, 0 when {@code kind} is UNDEFINED or nothing was measured;
 *     never NaN
 * @param standardError standard error of an estimate, in the unit of the value; {@code null} unless kind is ESTIMATE
 * @param converged whether the algorithm reached its own stopping rule within its budget
 * @param reason why there is no number, or a warning that belongs beside it; {@code null} when there is nothing to say
 * @param details further results by camelCase name; values are numbers, booleans, strings, {@code double[]},
 *     {@code int[]}, lists and maps of these
 */
public record Measurement(
        Status status,
        ValueKind kind,
        double value,
        @Nullable Double standardError,
        boolean converged,
        @Nullable String reason,
        Map<String, Object> details) {

    /** Whether there is a number. */
    public enum Status {
        /** There is. */
        MEASURED,
        /** The measurement failed; the reason says how. */
        FAILED,
        /** The metric has no meaning for this surface. */
        NOT_APPLICABLE
    }

    /** Copies the details, keeping the order of a map that has one and sorting the keys of any other. */
    public Measurement {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "a measurement cannot be NaN; say Measurement.undefined(reason) or throw MeasurementException");
        }
        if (kind == ValueKind.ESTIMATE && status == Status.MEASURED && standardError == null) {
            throw new IllegalArgumentException("an estimate needs a standard error");
        }
        details = Ordered.copy(details);
    }

    /** A value exact up to rounding. */
    public static Measurement exact(double value) {
        return new Measurement(Status.MEASURED, ValueKind.EXACT, value, null, true, null, Map.of());
    }

    /** A random estimate with its standard error. */
    public static Measurement estimate(double value, double standardError) {
        return new Measurement(Status.MEASURED, ValueKind.ESTIMATE, value, standardError, true, null, Map.of());
    }

    /** A proved lower bound. */
    public static Measurement lowerBound(double value) {
        return new Measurement(Status.MEASURED, ValueKind.LOWER_BOUND, value, null, true, null, Map.of());
    }

    /** A proved upper bound. */
    public static Measurement upperBound(double value) {
        return new Measurement(Status.MEASURED, ValueKind.UPPER_BOUND, value, null, true, null, Map.of());
    }

    /**
     * An infinite quantity: a certificate, never a float that pretends.
     *
     * @param certifiedLowerBound a proved lower bound reached within the budget
     * @param budget what the search was allowed, in the unit that the metric documents
     */
    public static Measurement divergent(double certifiedLowerBound, double budget) {
        return new Measurement(
                        Status.MEASURED, ValueKind.DIVERGENT, Double.POSITIVE_INFINITY, null, true, null, Map.of())
                .with("certifiedLowerBound", certifiedLowerBound)
                .with("budget", budget);
    }

    /** A quantity that has no value here, with the reason. */
    public static Measurement undefined(String reason) {
        return new Measurement(Status.MEASURED, ValueKind.UNDEFINED, 0, null, true, reason, Map.of());
    }

    /** A metric that has no meaning for this surface, with the reason. */
    public static Measurement notApplicable(String reason) {
        return new Measurement(Status.NOT_APPLICABLE, ValueKind.UNDEFINED, 0, null, true, reason, Map.of());
    }

    /** A measurement that failed, with the reason. */
    public static Measurement failed(String reason) {
        return new Measurement(Status.FAILED, ValueKind.UNDEFINED, 0, null, false, reason, Map.of());
    }

    /** The same with one more detail. */
    public Measurement with(String name, Object detail) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, detail);
        return new Measurement(status, kind, value, standardError, converged, reason, more);
    }

    /** The same, said to have converged or not. */
    public Measurement converged(boolean reached) {
        return new Measurement(status, kind, value, standardError, reached, reason, details);
    }

    /** The same with a remark beside the value. */
    public Measurement remark(String text) {
        return new Measurement(status, kind, value, standardError, converged, text, details);
    }

    /** Whether there is a number that can be compared with others: measured, and neither divergent nor undefined. */
    public boolean comparable() {
        return status == Status.MEASURED && kind != ValueKind.DIVERGENT && kind != ValueKind.UNDEFINED;
    }
}
