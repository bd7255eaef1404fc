package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;

/**
 * How a sample is normalized: rows of equal length, one after the other.
 *
 * @param columns elements of a row
 * @param epsilon what is added to the variance
 * @param centered whether the mean is subtracted
 * @param scale whether elements are then multiplied by a parameter
 * @param shift whether a parameter is then added
 * @param tensor elements of scale and shift
 * @param repeats neighbours that share an element of scale and shift; these begin again when they are used up
 */
record Normalization(
        int columns, double epsilon, boolean centered, boolean scale, boolean shift, int tensor, int repeats) {
    static void requireEpsilon(double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be finite and not negative");
        }
    }

    /**
     * What happens to scale and shift when units are permuted, and the output is multiplied by factors besides.
     *
     * @param axis their axis that counts the units
     * @param scaled whether there is a scale, which takes the factors in
     */
    static void transport(Site site, UnitMap order, UnitMap output, int axis, boolean scaled, Moves moves) {
        for (Block block : site.parameters()) {
            moves.parameter(block, Along.output(axis, scaled ? output : order), Along.output(axis, order));
        }
    }

    /** The shape itself, when it has so many axes. */
    static Shape lastAxes(Shape input, int axes) {
        if (axes > input.rank()) {
            throw new IllegalArgumentException(
                    "normalizes over " + axes + " axes but its input has the shape " + input);
        }
        return input;
    }
}
