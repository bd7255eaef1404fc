package io.flatness.networks.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads IDX files (the format of MNIST), gzipped or not; unsigned bytes stay bytes. */
public final class IdxReader {
    private static final int MAX_DIMENSIONS = 8;

    private IdxReader() {}

    /**
     * Reads the first entries of the file along its first dimension.
     *
     * @param limit how many at most
     */
    public static Tensor read(InputFile file, int limit) {
        return file.read(in -> read(file, in, limit));
    }

    private static Tensor read(InputFile file, InputStream in, int limit) throws IOException {
        byte[] magic = file.readBytes(in, 4, "the header");
        if (magic[0] != 0 || magic[1] != 0) {
            throw file.error("is no IDX file: it does not begin with two zero bytes");
        }
        ElementType type = type(file, magic[2] & 0xff);
        int dimensions = magic[3] & 0xff;
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw file.error("has " + dimensions + " dimensions; an IDX file has 1 to " + MAX_DIMENSIONS);
        }
        ByteBuffer sizes = ByteBuffer.wrap(file.readBytes(in, 4 * dimensions, "the header"));
        long[] shape = new long[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shape[i] = sizes.getInt() & 0xffffffffL;
        }
        boolean whole = limit >= shape[0];
        shape[0] = Math.min(shape[0], limit);
        int count = file.requireRoom("its array", shape, type);
        Storage values = file.readElements(in, type, count, ByteOrder.BIG_ENDIAN, "its array");
        if (whole && in.read() >= 0) {
            throw file.error("goes on after the array that its header describes: it is damaged");
        }
        List<Integer> extents = new ArrayList<>();
        for (long extent : shape) {
            extents.add((int) extent);
        }
        return new Tensor("idx", extents, values);
    }

    private static ElementType type(InputFile file, int code) {
        return switch (code) {
            case 0x08 -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default ->
                throw file.error(String.format(
                        "has elements of the unknown type 0x%02X; IDX knows 0x08, 0x09 and 0x0B to 0x0E", code));
        };
    }
}
