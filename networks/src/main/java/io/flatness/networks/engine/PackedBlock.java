package io.flatness.networks.engine;

import io.flatness.networks.layer.Frame;

/**
 * Where the rows of a block of parameters lie: in a plain vector, and in the layout of several tangents that {@link Frame}
 * describes.
 *
 * @param offset of the block
 * @param rows how many
 * @param columns elements of a row
 */
record PackedBlock(int offset, int rows, int columns) {
    /** Where a row starts in a vector. */
    int flat(int row) {
        return offset + row * columns;
    }

    /** Where a tangent's row starts in the layout of m tangents. */
    int packed(int m, int tangent, int row) {
        return m * offset + (row * m + tangent) * columns;
    }
}
