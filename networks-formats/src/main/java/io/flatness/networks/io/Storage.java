package io.flatness.networks.io;

import java.util.Arrays;

/** Numbers in the precision in which a file holds them; widening to double is exact. The arrays are not written to. */
public sealed interface Storage {
    /** Number of elements. */
    int length();

    /** Element {@code index} as a double. */
    double get(int index);

    /** Elements [from, to) as a storage of the same kind. */
    Storage slice(int from, int to);

    /** Samples of {@code order.length} elements with element i of each taken from element order[i]. */
    default Storage reordered(int[] order) {
        double[] values = new double[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i - i % order.length + order[i % order.length]);
        }
        return compact(values);
    }

    /** All elements as doubles, in a new array. */
    default double[] toDoubles() {
        double[] doubles = new double[length()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = get(i);
        }
        return doubles;
    }

    /** The smallest storage that holds the numbers exactly. */
    static Storage compact(double[] values) {
        boolean bytes = true;
        boolean floats = true;
        for (double value : values) {
            // the sign of −0 would be lost
            boolean negativeZero = value == 0 && 1 / value < 0;
            bytes &= value >= 0 && value <= 255 && value == Math.rint(value) && !negativeZero;
            floats &= (double) (float) value == value;
        }
        if (bytes) {
            byte[] narrow = new byte[values.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (byte) (int) values[i];
            }
            return new Uint8(narrow);
        }
        if (floats) {
            float[] narrow = new float[values.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) values[i];
            }
            return new Float32(narrow);
        }
        return new Float64(values);
    }

    /** Unsigned bytes. */
    record Uint8(byte[] values) implements Storage {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public double get(int index) {
            return values[index] & 0xff;
        }

        @Override
        public Storage slice(int from, int to) {
            return new Uint8(Arrays.copyOfRange(values, from, to));
        }
    }

    /** Single precision. */
    record Float32(float[] values) implements Storage {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public double get(int index) {
            return values[index];
        }

        @Override
        public Storage slice(int from, int to) {
            return new Float32(Arrays.copyOfRange(values, from, to));
        }
    }

    /** Double precision. */
    record Float64(double[] values) implements Storage {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public double get(int index) {
            return values[index];
        }

        @Override
        public Storage slice(int from, int to) {
            return new Float64(Arrays.copyOfRange(values, from, to));
        }
    }
}
