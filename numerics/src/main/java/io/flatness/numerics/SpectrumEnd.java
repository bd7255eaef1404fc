package io.flatness.numerics;

import java.util.stream.IntStream;

/** Which end of a spectrum is wanted. */
public enum SpectrumEnd {
    /** The algebraically largest, descending. */
    LARGEST,
    /** The algebraically smallest, ascending. */
    SMALLEST,
    /** The largest in magnitude, descending in magnitude. */
    MAGNITUDE;

    /** The first of all eigenvalues in the wanted order. */
    public double first(double[] eigenvalues) {
        return eigenvalues[order(eigenvalues)[0]];
    }

    /** A key that is larger for an eigenvalue that comes earlier. */
    double key(double eigenvalue) {
        return switch (this) {
            case LARGEST -> eigenvalue;
            case SMALLEST -> -eigenvalue;
            case MAGNITUDE -> Math.abs(eigenvalue);
        };
    }

    /** Positions of the values in the wanted order; equal keys keep their order. */
    int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(key(values[b]), key(values[a])))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
