package io.flatness.networks.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads NumPy's npy format, versions 1 to 3, in row-major or column-major order. */
final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']{1,20})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

    private final InputFile file;
    private final String name;

    /**
     * A reader of one array.
     *
     * @param file the file that holds it
     * @param name of the array, for messages and for the tensor
     */
    NpyReader(InputFile file, String name) {
        this.file = file;
        this.name = name;
    }

    Tensor read(InputStream in) throws IOException {
        byte[] magic = file.readBytes(in, MAGIC.length + 2, what());
        for (int i = 0; i < MAGIC.length; i++) {
            if (magic[i] != MAGIC[i]) {
                throw file.error("is no NumPy file: " + what() + " does not begin with \\x93NUMPY");
            }
        }
        String header = new String(file.readBytes(in, headerLength(in, magic[6]), what()), StandardCharsets.UTF_8);
        String descriptor = find(TYPE, header, "type");
        ElementType type = type(descriptor);
        ByteOrder order = descriptor.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        long[] shape = shape(find(SHAPE, header, "shape"));
        boolean columnMajor = find(ORDER, header, "order").equals("True");
        int count = file.requireRoom(what(), shape, type);
        Storage values = file.readElements(in, type, count, order, what());
        List<Integer> extents = new ArrayList<>();
        for (long extent : shape) {
            extents.add((int) extent);
        }
        return new Tensor(name, extents, columnMajor ? rowMajor(values, extents) : values);
    }

    private int headerLength(InputStream in, int version) throws IOException {
        if (version < 1 || version > 3) {
            throw file.error("has version " + version + " of the npy format; versions 1 to 3 are known");
        }
        ByteBuffer length = ByteBuffer.wrap(file.readBytes(in, version == 1 ? 2 : 4, what()))
                .order(ByteOrder.LITTLE_ENDIAN);
        long bytes = version == 1 ? length.getShort() & 0xffff : length.getInt() & 0xffffffffL;
        if (bytes > MAX_HEADER) {
            throw file.error("has a header of " + bytes + " bytes for " + what() + "; at most " + MAX_HEADER
                    + " make sense: it is damaged");
        }
        return (int) bytes;
    }

    private String find(Pattern pattern, String header, String what) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw file.error("does not state the " + what + " of " + what() + " in a form that is known here;"
                    + " save plain arrays of numbers (numpy.save, numpy.savez)");
        }
        return matcher.group(1);
    }

    private ElementType type(String descriptor) {
        return switch (descriptor.substring(1)) {
            case "b1" -> ElementType.BOOL;
            case "u1" -> ElementType.UINT8;
            case "i1" -> ElementType.INT8;
            case "u2" -> ElementType.UINT16;
            case "i2" -> ElementType.INT16;
            case "u4" -> ElementType.UINT32;
            case "i4" -> ElementType.INT32;
            case "u8" -> ElementType.UINT64;
            case "i8" -> ElementType.INT64;
            case "f2" -> ElementType.FLOAT16;
            case "f4" -> ElementType.FLOAT32;
            case "f8" -> ElementType.FLOAT64;
            default ->
                throw file.error("holds " + what() + " with elements of type " + descriptor
                        + "; booleans, integers and floating-point numbers of at most 8 bytes can be read");
        };
    }

    private long[] shape(String text) {
        List<Long> extents = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                if (!part.strip().matches("[0-9]{1,18}")) {
                    throw file.error("has the impossible shape (" + text + ") for " + what());
                }
                extents.add(Long.parseLong(part.strip()));
            }
        }
        return extents.stream().mapToLong(Long::longValue).toArray();
    }

    private static Storage rowMajor(Storage values, List<Integer> shape) {
        int rank = shape.size();
        int[] stride = new int[rank];
        int step = 1;
        for (int axis = 0; axis < rank; axis++) {
            stride[axis] = step;
            step *= shape.get(axis);
        }
        double[] ordered = new double[values.length()];
        int[] index = new int[rank];
        for (int i = 0; i < ordered.length; i++) {
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from += index[axis] * stride[axis];
            }
            ordered[i] = values.get(from);
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
                index[axis] = 0;
            }
        }
        return Storage.compact(ordered);
    }

    private String what() {
        return name.isEmpty() ? "the array" : "the array " + name;
    }
}
