package io.flatness.analyses;

import io.flatness.spi.ValueKind;
import java.util.Map;

/**
 * All values that a metric takes on one function.
 *
 * @param infimum the greatest lower bound over the orbit, or the smallest value found
 * @param lowerBound proved: no point of the orbit has less
 * @param attained whether a point of the orbit has the infimum
 * @param supremum the least upper bound
 * @param at the point of the infimum; empty where there is none or all points are alike
 * @param method how it was found, a sentence
 * @param certificate further figures that prove it
 */
record Envelope(
        double infimum,
        double lowerBound,
        boolean attained,
        double supremum,
        Map<String, Object> at,
        String method,
        Map<String, Object> certificate) {
    /** How far the infimum may be above the lower bound and still count as exact, relative to it. */
    private static final double EXACT = 1e-6;

    /** One value everywhere. */
    static Envelope constant(double value, String method) {
        return new Envelope(value, value, true, value, Map.of(), method, Map.of());
    }

    /** What the infimum is: an upper bound where the proof stays below it. */
    ValueKind infimumKind() {
        boolean exact = infimum == lowerBound || infimum - lowerBound <= EXACT * Math.abs(infimum);
        return exact ? ValueKind.EXACT : ValueKind.UPPER_BOUND;
    }
}
