package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.loss.Layer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One factor for all units of a layer, or a factor for each.
 *
 * @param scale one factor for all units
 * @param scales a factor for each unit
 * @param log2Range largest absolute exponent of a random factor
 */
public record Scaling(
        @Param(doc = "factor of all units or channels, positive", optional = true) @Nullable
        Double scale,

        @Param(
                doc = "instead of scale: random powers of two, or a list of one factor per unit or channel",
                optional = true)
        @Nullable
        Scales scales,

        @Param(doc = "random exponents of two are uniform in -log2Range … log2Range; 1 to 300", defaultValue = "6")
        int log2Range) {
    /** Checks that there is one form. */
    public Scaling {
        if ((scale == null) == (scales == null)) {
            throw new InvalidParameterException(
                    "", "give either scale, or scales: random, or scales: [one factor per unit]");
        }
        if (scale != null) {
            Factors.requirePositive("scale", scale);
        }
        Factors.requireLog2Range(log2Range);
    }

    /** The factors for the units of a layer, as a new array. */
    double[] forUnits(Layer layer, RandomGenerator random) {
        return scales != null ? scales.forUnits(layer, log2Range, random) : typical(layer);
    }

    /** The same without randomness. */
    double[] typical(Layer layer) {
        if (scales != null) {
            return scales.typical(layer);
        }
        double[] factors = new double[layer.units()];
        Arrays.fill(factors, scale == null ? 1 : scale);
        return factors;
    }
}
