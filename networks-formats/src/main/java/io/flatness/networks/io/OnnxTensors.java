package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tensors of an ONNX file, from raw bytes or from typed fields. */
final class OnnxTensors {
    private final InputFile file;
    private final ExternalData beside;
    private long bytes;

    OnnxTensors(InputFile file) {
        this.file = file;
        this.beside = new ExternalData(file);
    }

    Tensor read(TensorProto proto, String name) {
        ElementType type = type(proto, name);
        String what = "the tensor " + name;
        boolean external =
                proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL || proto.getExternalDataCount() > 0;
        long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
        int count = external ? requireSmall(what, shape, type) : file.requireRoom(what, shape, type);
        bytes += (long) count * type.storedBytes();
        file.requireTotal(bytes);
        Storage values = external
                ? beside.read(proto, type, count, what)
                : proto.hasRawData() ? raw(proto.getRawData(), type, count, what) : typed(proto, type, count, what);
        List<Integer> extents = new ArrayList<>();
        for (long extent : shape) {
            extents.add((int) extent);
        }
        return new Tensor(name, extents, values);
    }

    /** The number of elements of a tensor whose bytes lie in another file, which is asked for them. */
    private int requireSmall(String what, long[] shape, ElementType type) {
        long count = 1;
        for (long extent : shape) {
            if (extent < 0 || extent != 0 && count > Integer.MAX_VALUE / type.bytes() / extent) {
                throw file.error(": " + what + " has the impossible shape " + Arrays.toString(shape));
            }
            count *= extent;
        }
        return (int) count;
    }

    private ElementType type(TensorProto proto, String name) {
        return switch (proto.getDataType()) {
            case 1 -> ElementType.FLOAT32;
            case 2 -> ElementType.UINT8;
            case 3 -> ElementType.INT8;
            case 4 -> ElementType.UINT16;
            case 5 -> ElementType.INT16;
            case 6 -> ElementType.INT32;
            case 7 -> ElementType.INT64;
            case 9 -> ElementType.BOOL;
            case 10 -> ElementType.FLOAT16;
            case 11 -> ElementType.FLOAT64;
            case 12 -> ElementType.UINT32;
            case 13 -> ElementType.UINT64;
            case 16 -> ElementType.BFLOAT16;
            default ->
                throw file.error("holds the tensor " + name + " with elements of ONNX type " + proto.getDataType()
                        + "; floating-point numbers of 2 to 8 bytes and integers can be read");
        };
    }

    private Storage raw(ByteString bytes, ElementType type, int count, String what) {
        if (bytes.size() != (long) count * type.bytes()) {
            throw file.error("is damaged: " + what + " should take " + (long) count * type.bytes() + " bytes, but has "
                    + bytes.size());
        }
        Storage values = type.allocate(count);
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        type.read(buffer, count, values, 0);
        return values;
    }

    private Storage typed(TensorProto proto, ElementType type, int count, String what) {
        int there = switch (type) {
            case FLOAT32 -> proto.getFloatDataCount();
            case FLOAT64 -> proto.getDoubleDataCount();
            case INT64 -> proto.getInt64DataCount();
            case UINT32, UINT64 -> proto.getUint64DataCount();
            default -> proto.getInt32DataCount();
        };
        if (there != count) {
            throw file.error("is damaged: " + what + " should have " + count + " elements, but has " + there);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()));
        for (int i = 0; i < count; i++) {
            switch (type) {
                case FLOAT32 -> buffer.putFloat(proto.getFloatData(i));
                case FLOAT64 -> buffer.putDouble(proto.getDoubleData(i));
                case INT64 -> buffer.putLong(proto.getInt64Data(i));
                case UINT64 -> buffer.putLong(proto.getUint64Data(i));
                case UINT32 -> buffer.putInt((int) proto.getUint64Data(i));
                case INT32 -> buffer.putInt(proto.getInt32Data(i));
                case BOOL, UINT8, INT8 -> buffer.put((byte) proto.getInt32Data(i));
                case UINT16, INT16, FLOAT16, BFLOAT16 -> buffer.putShort((short) proto.getInt32Data(i));
            }
        }
        Storage values = type.allocate(count);
        type.read(buffer.flip(), count, values, 0);
        return values;
    }
}
