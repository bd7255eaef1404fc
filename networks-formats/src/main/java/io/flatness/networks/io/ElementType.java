package io.flatness.networks.io;

import java.nio.ByteBuffer;

/** How an element of an array is written in a file. */
enum ElementType {
    BOOL(1),
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    UINT64(8),
    INT64(8),
    FLOAT16(2),
    BFLOAT16(2),
    FLOAT32(4),
    FLOAT64(8);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Bytes per element once read. */
    int storedBytes() {
        return switch (this) {
            case BOOL, UINT8 -> 1;
            case INT8, UINT16, INT16, FLOAT16, BFLOAT16, FLOAT32 -> Float.BYTES;
            case UINT32, INT32, UINT64, INT64, FLOAT64 -> Double.BYTES;
        };
    }

    /** An empty storage for elements of this type. */
    Storage allocate(int count) {
        return switch (storedBytes()) {
            case 1 -> new Storage.Uint8(new byte[count]);
            case Float.BYTES -> new Storage.Float32(new float[count]);
            default -> new Storage.Float64(new double[count]);
        };
    }

    /** Reads {@code count} elements from the buffer, in its byte order, to {@code into} from {@code offset} on. */
    void read(ByteBuffer buffer, int count, Storage into, int offset) {
        if (into instanceof Storage.Uint8 bytesOf) {
            buffer.get(bytesOf.values(), offset, count);
        } else if (into instanceof Storage.Float32 floats) {
            for (int i = 0; i < count; i++) {
                floats.values()[offset + i] = narrow(buffer);
            }
        } else if (into instanceof Storage.Float64 doubles) {
            for (int i = 0; i < count; i++) {
                doubles.values()[offset + i] = wide(buffer);
            }
        }
    }

    private float narrow(ByteBuffer buffer) {
        return switch (this) {
            case INT8 -> buffer.get();
            case UINT16 -> buffer.getShort() & 0xffff;
            case INT16 -> buffer.getShort();
            case FLOAT16 -> halfToFloat(buffer.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(buffer.getShort() << 16);
            case FLOAT32 -> buffer.getFloat();
            default -> throw new AssertionError(this);
        };
    }

    private double wide(ByteBuffer buffer) {
        return switch (this) {
            case UINT32 -> buffer.getInt() & 0xffffffffL;
            case INT32 -> buffer.getInt();
            case UINT64 -> unsigned(buffer.getLong());
            case INT64 -> buffer.getLong();
            case FLOAT64 -> buffer.getDouble();
            default -> throw new AssertionError(this);
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }

    /** IEEE 754 binary16 to binary32, exact. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }
}
