package io.flatness.networks.layer;

import java.util.List;

/**
 * A tensor that a layer owns.
 *
 * @param role last part of its name: {@code weight}, {@code bias}, {@code running_mean}
 * @param shape sizes as stored
 */
public record TensorSpec(String role, List<Integer> shape) {
    /** Copies the shape. */
    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
