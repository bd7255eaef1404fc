package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import java.util.Arrays;
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

    /** All with their units last. */
    static List<Shape> inRows(List<Shape> inputs) {
        return inputs.stream().map(Shape::inRows).toList();
    }

    /** As they are when all have the same shape, otherwise with their units last. */
    static List<Shape> alikeOrInRows(List<Shape> inputs) {
        return inputs.stream().distinct().count() == 1 ? inputs : inRows(inputs);
    }

    /** All with their units where the first has them. */
    static List<Shape> likeFirst(List<Shape> inputs) {
        boolean rows = inputs.isEmpty() || inputs.get(0).unitsLast();
        return inputs.stream()
                .map(shape -> rows ? shape.inRows() : shape.inPlanes())
                .toList();
    }

    /** The shape of all, with axes in front and extents of 1 repeated, as NumPy broadcasts. */
    static Shape broadcast(List<Shape> inputs) {
        if (inputs.stream().distinct().count() == 1) {
            return inputs.get(0);
        }
        int rank = inputs.stream().mapToInt(Shape::rank).max().orElse(0);
        Integer[] extents = new Integer[rank];
        Arrays.fill(extents, 1);
        for (Shape shape : inputs) {
            for (int axis = 0; axis < shape.rank(); axis++) {
                int at = rank - shape.rank() + axis;
                int extent = shape.extent(axis);
                if (extent != 1 && extents[at] != 1 && extents[at] != extent) {
                    throw new IllegalArgumentException(
                            "needs inputs of one shape, but for extents of 1; they have the shapes " + inputs);
                }
                extents[at] = Math.max(extents[at], extent);
            }
        }
        return Shape.rows(List.of(extents));
    }

    /** Adds what brings an input to the shape of the output; returns its number among the parts. */
    static int expanded(List<Part> parts, Site site, int input) {
        if (site.inputs().get(input).equals(site.output())) {
            return -1 - input;
        }
        parts.add(new Part(new Expand(site.output().extents()), -1 - input));
        return parts.size() - 1;
    }
}
