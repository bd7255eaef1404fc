package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import java.util.List;

/** How many inputs a layer takes. */
final class Arity {
    private Arity() {}

    static Shape one(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("takes one input but has " + inputs.size());
        }
        return inputs.get(0);
    }

    static Shape same(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new IllegalArgumentException("takes at least two inputs but has " + inputs.size());
        }
        Shape first = inputs.get(0);
        for (Shape shape : inputs) {
            if (!shape.equals(first)) {
                throw new IllegalArgumentException("needs inputs of one shape but they have the shapes " + inputs);
            }
        }
        return first;
    }
}
