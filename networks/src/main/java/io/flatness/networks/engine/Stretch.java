package io.flatness.networks.engine;

import io.flatness.networks.layer.Frame;
import io.flatness.spi.loss.Block;
import java.util.List;

/**
 * Equal pieces of some rows of a block of parameters: where they lie in a plain vector, and in the layout of several
 * tangents that {@link Frame} describes.
 *
 * @param offset of the block
 * @param columns elements of one of the block's rows
 * @param firstRow of the rows in the stretch
 * @param rows how many
 * @param start of the piece in its row
 * @param length of the piece
 */
record Stretch(int offset, int columns, int firstRow, int rows, int start, int length) {
    /** Elements of a stretch, about. */
    private static final int ELEMENTS = 1 << 14;

    /** Cuts a block of {@code rows} rows into stretches: several short rows, or pieces of long ones. */
    static void cut(Block block, int rows, List<Stretch> into) {
        int columns = block.size() / rows;
        int together = Math.max(1, Math.min(rows, ELEMENTS / Math.max(1, columns)));
        for (int row = 0; row < rows; row += together) {
            for (int start = 0; start < columns; start += ELEMENTS) {
                int length = Math.min(ELEMENTS, columns - start);
                into.add(new Stretch(block.offset(), columns, row, Math.min(together, rows - row), start, length));
            }
        }
    }

    /** Where the piece of row {@code row} of the stretch starts in a vector. */
    int flat(int row) {
        return offset + (firstRow + row) * columns + start;
    }

    /** Where it starts in the layout of m tangents. */
    int packed(int m, int tangent, int row) {
        return m * offset + ((firstRow + row) * m + tangent) * columns + start;
    }
}
