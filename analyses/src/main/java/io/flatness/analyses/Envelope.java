package io.flatness.analyses;

import io.flatness.spi.ValueKind;
import java.util.Map;

/**
 * All values that a metric takes on one function.
 *
 * @param infimum the greatest lower bound over the orbit
 * @param infimumKind what that number is; an upper bound where it comes from a search
 * @param attained whether a point of the orbit has it
 * @param supremum the least upper bound
 * @param supremumKind what that number is; a lower bound where it comes from a search
 * @param at the point of the infimum; empty where there is none or all points are alike
 * @param point its coordinates in the group; empty as {@code at}
 * @param method how it was found, a sentence
 * @param certificate further figures that prove it
 */
record Envelope(
        double infimum,
        ValueKind infimumKind,
        boolean attained,
        double supremum,
        ValueKind supremumKind,
        Map<String, Object> at,
        double[] point,
        String method,
        Map<String, Object> certificate) {
    /** One value everywhere. */
    static Envelope constant(double value, String method) {
        return new Envelope(
                value, ValueKind.EXACT, true, value, ValueKind.EXACT, Map.of(), new double[0], method, Map.of());
    }
}
