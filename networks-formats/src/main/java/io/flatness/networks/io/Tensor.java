package io.flatness.networks.io;

import io.flatness.spi.NamedArray;
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

    /** The same as plain data. */
    NamedArray array() {
        return new NamedArray(name, shape, values.toDoubles());
    }

    /** Plain data as a tensor. */
    public static Tensor of(NamedArray array) {
        return new Tensor(array.name(), array.shape(), Storage.compact(array.values()));
    }

    /** Number of elements. */
    public int size() {
        return values.length();
    }
}
