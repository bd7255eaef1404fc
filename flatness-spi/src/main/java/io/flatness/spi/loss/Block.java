package io.flatness.spi.loss;

import java.util.List;

/**
 * One named tensor of the parameters.
 *
 * @param name unique within its layout, for example {@code 0.weight}
 * @param shape sizes as stored; empty for a scalar
 * @param offset index of its first element in the flat vector
 */
public record Block(String name, List<Integer> shape, int offset) {
    /** Copies the shape. */
    public Block {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public int size() {
        int size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }

    /** Index after its last element in the flat vector. */
    public int end() {
        return offset + size();
    }
}
