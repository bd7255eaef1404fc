package io.flatness.spi.loss;

/**
 * What a transform does to the units (or channels) of one layer's output: new unit u is scale[u] times old unit
 * source[u], for every input. Rescalings, permutations and sign flips are all of this form.
 *
 * @param source old unit behind each new one, a permutation of 0 … units−1
 * @param scale factor of each new unit, never 0
 */
public record UnitMap(int[] source, double[] scale) {
    /** Checks the lengths. */
    public UnitMap {
        if (source.length != scale.length) {
            throw new IllegalArgumentException(source.length + " sources but " + scale.length + " scales");
        }
    }

    /** The map that changes nothing. */
    public static UnitMap identity(int units) {
        return uniform(units, 1);
    }

    /** All units times one factor. */
    public static UnitMap uniform(int units, double factor) {
        double[] scale = new double[units];
        java.util.Arrays.fill(scale, factor);
        return scaling(scale);
    }

    /** Every unit times a factor of its own; takes ownership of the array. */
    public static UnitMap scaling(double[] scale) {
        int[] source = new int[scale.length];
        for (int unit = 0; unit < source.length; unit++) {
            source[unit] = unit;
        }
        return new UnitMap(source, scale);
    }

    /** Number of units. */
    public int units() {
        return source.length;
    }

    /** Whether no unit moves or changes. */
    public boolean isIdentity() {
        for (int unit = 0; unit < source.length; unit++) {
            if (source[unit] != unit || scale[unit] != 1) {
                return false;
            }
        }
        return true;
    }
}
