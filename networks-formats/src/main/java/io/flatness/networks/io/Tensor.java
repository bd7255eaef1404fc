package io.flatness.networks.io;

import java.util.List;

/**
 * A named array of a file.
 *
 * @param name as in the file
 * @param shape sizes, row-major; empty for a scalar
 * @param values as many as the product of the sizes
 */
public record Tensor(String name, List<Integer> shape, Storage values) {
    /** Checks that the values fill the shape. */
    public Tensor {
        shape = List.copyOf(shape);
        long size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        if (size != values.length()) {
            throw new IllegalArgumentException(name + " has shape " + shape + " but " + values.length() + " values");
        }
    }

    /** Number of elements. */
    public int size() {
        return values.length();
    }
}
