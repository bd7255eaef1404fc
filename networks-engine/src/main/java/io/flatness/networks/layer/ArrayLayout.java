package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;

/** How values and interleaved cotangents of a shape lie: [outer][inner] and [outer][m][inner]. */
record ArrayLayout(boolean image, int units, int positions) {
    static ArrayLayout of(Shape shape) {
        return new ArrayLayout(!shape.unitsLast(), shape.units(), shape.positions());
    }

    int outer() {
        return image ? units : 1;
    }

    int inner(int samples) {
        return image ? samples * positions : samples * units * positions;
    }

    int length(int samples) {
        return samples * units * positions;
    }
}
