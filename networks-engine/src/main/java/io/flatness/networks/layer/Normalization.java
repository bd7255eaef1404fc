package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;

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

    /** The shape itself, when it has so many axes. */
    static Shape lastAxes(Shape input, int axes) {
        if (axes > input.rank()) {
            throw new IllegalArgumentException(
                    "normalizes over " + axes + " axes but its input has the shape " + input);
        }
        return input;
    }
}
