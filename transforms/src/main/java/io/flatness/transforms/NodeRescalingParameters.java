package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of {@code node-rescaling}: one {@code unit} with a {@code scale}, or {@code scales} for all units.
 *
 * @param layer index of the affine layer whose output units are scaled
 * @param unit the unit
 * @param scale its factor
 * @param scales {@code random}, or one factor per unit
 * @param log2Range largest absolute exponent of a random factor
 */
public record NodeRescalingParameters(
        @Param(doc = "affine layer whose output units are scaled, numbered from 0 in topological order")
        int layer,

        @Param(doc = "the unit (channel of a convolution), numbered from 0", optional = true) @Nullable
        Integer unit,

        @Param(doc = "factor of the unit, positive; a power of two keeps every output bit", optional = true) @Nullable
        Double scale,

        @Param(
                doc = "instead of unit and scale: random powers of two for all units, or a list of one factor per unit",
                optional = true)
        @Nullable
        Scales scales,

        @Param(doc = "random exponents of two are uniform in -log2Range … log2Range; 1 to 300", defaultValue = "6")
        int log2Range) {
    /** Checks that one of the two forms is given. */
    public NodeRescalingParameters {
        if (scales == null && (unit == null || scale == null)) {
            throw new InvalidParameterException(
                    "", "give unit and scale, or scales: random, or scales: [one factor per unit]");
        }
        if (scales != null && (unit != null || scale != null)) {
            throw new InvalidParameterException(
                    "scales", "scales stands for all units: give either scales, or unit with scale, not both");
        }
        if (scale != null) {
            Factors.requirePositive("scale", scale);
        }
        Factors.requireLog2Range(log2Range);
    }
}
