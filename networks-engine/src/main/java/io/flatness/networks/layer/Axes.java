package io.flatness.networks.layer;

import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Elements of row-major samples by their indices along the axes. */
final class Axes {
    private Axes() {}

    /** 0 … rank − 1. */
    static List<Integer> all(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    /** The shape with another extent of one axis, in rows. */
    static Shape with(Shape shape, int axis, int extent) {
        List<Integer> extents = new ArrayList<>(shape.extents());
        extents.set(axis, extent);
        return Shape.rows(extents);
    }

    /** Which axis of the source an axis of the target runs along, and where index i of it lies there. */
    interface Along {
        /** {axis of the source, index along it}; an index outside of the source has no source. */
        int[] at(int axis, int i);
    }

    /** The element of the source behind each element of the target, −1 where there is none. */
    static int[] sources(Shape source, Shape target, Along along) {
        int[] elements = {0};
        for (int axis = 0; axis < target.rank(); axis++) {
            int extent = target.extent(axis);
            int[] longer = new int[elements.length * extent];
            for (int i = 0; i < extent; i++) {
                int[] place = along.at(axis, i);
                boolean inside = place[1] >= 0 && place[1] < source.extent(place[0]);
                int offset = place[1] * source.sizeFrom(place[0] + 1);
                for (int k = 0; k < elements.length; k++) {
                    longer[k * extent + i] = inside && elements[k] >= 0 ? elements[k] + offset : -1;
                }
            }
            elements = longer;
        }
        return elements;
    }

    static Routing routing(Shape source, Shape target, Along along) {
        return Routing.bySource(sources(source, target, along));
    }
}
