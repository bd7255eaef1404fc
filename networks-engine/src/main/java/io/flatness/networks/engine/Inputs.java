package io.flatness.networks.engine;

/** Input samples as stored, widened when read. Immutable and thread-safe. */
public interface Inputs {
    /** Number of samples. */
    int count();

    /** Elements of one sample. */
    int sampleSize();

    /** Writes sample {@code sample} to {@code into[at …]}. */
    void read(int sample, double[] into, int at);

    /** Bytes it takes. */
    long storedBytes();

    /** Unsigned bytes, each divided by {@code divisor}; keeps the array. */
    static Inputs bytes(byte[] values, int sampleSize, double divisor) {
        return new StoredInputs.Bytes(values, sampleSize, divisor);
    }

    /** Floats, each divided by {@code divisor}; keeps the array. */
    static Inputs floats(float[] values, int sampleSize, double divisor) {
        return new StoredInputs.Floats(values, sampleSize, divisor);
    }

    /** Doubles, each divided by {@code divisor}; keeps the array. */
    static Inputs doubles(double[] values, int sampleSize, double divisor) {
        return new StoredInputs.Doubles(values, sampleSize, divisor);
    }
}
