package io.flatness.networks.engine;

/** Inputs in one array, sample after sample. */
final class StoredInputs {
    private StoredInputs() {}

    private static int count(int length, int sampleSize) {
        if (sampleSize < 1 || length % sampleSize != 0) {
            throw new IllegalArgumentException(length + " values are no whole number of samples of " + sampleSize);
        }
        return length / sampleSize;
    }

    private static void requireDivisor(double divisor) {
        if (!(Math.abs(divisor) > 0 && Math.abs(divisor) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scale is " + divisor + "; it must be finite and not 0");
        }
    }

    /** 1/divisor where multiplying by it gives the bits of the division, that is for powers of two; otherwise 0. */
    private static double exactInverse(double divisor) {
        int exponent = Math.getExponent(divisor);
        boolean power = Math.abs(exponent) < 1000 && Math.abs(divisor) == Math.scalb(1.0, exponent);
        return power ? 1 / divisor : 0;
    }

    static final class Bytes implements Inputs {
        private final byte[] values;
        private final int sampleSize;
        private final int count;
        private final double[] table = new double[256];

        Bytes(byte[] values, int sampleSize, double divisor) {
            requireDivisor(divisor);
            this.values = values;
            this.sampleSize = sampleSize;
            this.count = StoredInputs.count(values.length, sampleSize);
            for (int i = 0; i < table.length; i++) {
                table[i] = i / divisor;
            }
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int sampleSize() {
            return sampleSize;
        }

        @Override
        public void read(int sample, double[] into, int at) {
            int from = sample * sampleSize;
            for (int i = 0; i < sampleSize; i++) {
                into[at + i] = table[values[from + i] & 0xff];
            }
        }

        @Override
        public long storedBytes() {
            return values.length;
        }
    }

    static final class Floats implements Inputs {
        private final float[] values;
        private final int sampleSize;
        private final int count;
        private final double divisor;
        private final double exactInverse;

        Floats(float[] values, int sampleSize, double divisor) {
            requireDivisor(divisor);
            this.values = values;
            this.sampleSize = sampleSize;
            this.count = StoredInputs.count(values.length, sampleSize);
            this.divisor = divisor;
            this.exactInverse = exactInverse(divisor);
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int sampleSize() {
            return sampleSize;
        }

        @Override
        public void read(int sample, double[] into, int at) {
            int from = sample * sampleSize;
            if (exactInverse != 0) {
                for (int i = 0; i < sampleSize; i++) {
                    into[at + i] = values[from + i] * exactInverse;
                }
                return;
            }
            for (int i = 0; i < sampleSize; i++) {
                into[at + i] = values[from + i] / divisor;
            }
        }

        @Override
        public long storedBytes() {
            return 4L * values.length;
        }
    }

    static final class Doubles implements Inputs {
        private final double[] values;
        private final int sampleSize;
        private final int count;
        private final double divisor;
        private final double exactInverse;

        Doubles(double[] values, int sampleSize, double divisor) {
            requireDivisor(divisor);
            this.values = values;
            this.sampleSize = sampleSize;
            this.count = StoredInputs.count(values.length, sampleSize);
            this.divisor = divisor;
            this.exactInverse = exactInverse(divisor);
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int sampleSize() {
            return sampleSize;
        }

        @Override
        public void read(int sample, double[] into, int at) {
            int from = sample * sampleSize;
            if (exactInverse != 0) {
                for (int i = 0; i < sampleSize; i++) {
                    into[at + i] = values[from + i] * exactInverse;
                }
                return;
            }
            for (int i = 0; i < sampleSize; i++) {
                into[at + i] = values[from + i] / divisor;
            }
        }

        @Override
        public long storedBytes() {
            return 8L * values.length;
        }
    }
}
