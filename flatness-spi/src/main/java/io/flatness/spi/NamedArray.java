package io.flatness.spi;

import java.util.List;

/**
 * An array of a file.
 *
 * @param name as in the file
 * @param shape extents, row-major; empty for a single number
 * @param values as many as the product of the extents; owned by whoever receives the array
 */
public record NamedArray(String name, List<Integer> shape, double[] values) {
    /** Checks that the values fill the shape. */
    public NamedArray {
        shape = List.copyOf(shape);
        long size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        if (size != values.length) {
            throw new IllegalArgumentException(name + " has shape " + shape + " but " + values.length + " values");
        }
    }
}
