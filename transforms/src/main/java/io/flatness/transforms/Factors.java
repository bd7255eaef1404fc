package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import java.util.random.RandomGenerator;

/** Checks and draws the factors of a rescaling. */
final class Factors {
    private Factors() {}

    /** Positive and finite, as the positive homogeneity of a rectifier asks. */
    static void requirePositive(String parameter, double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new InvalidParameterException(
                    parameter,
                    parameter + " is " + factor
                            + "; a factor must be positive and finite, because φ(αz) = αφ(z) holds for α > 0"
                            + " alone");
        }
    }

    /** An exponent that neither overflows nor underflows a parameter of ordinary size. */
    static void requireLog2Range(int log2Range) {
        requireExponent("log2Range", log2Range);
    }

    /** The same for a parameter of another name. */
    static void requireExponent(String parameter, int exponent) {
        if (exponent < 1 || exponent > 300) {
            throw new InvalidParameterException(parameter, parameter + " is " + exponent + "; allowed are 1 to 300");
        }
    }

    /** Powers of two with exponents uniform in −log2Range … log2Range: exact in floating point. */
    static double[] randomPowersOfTwo(int count, int log2Range, RandomGenerator random) {
        double[] factors = new double[count];
        for (int i = 0; i < count; i++) {
            factors[i] = Math.scalb(1.0, random.nextInt(-log2Range, log2Range + 1));
        }
        return factors;
    }
}
