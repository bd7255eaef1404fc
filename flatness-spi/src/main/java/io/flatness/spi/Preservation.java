package io.flatness.spi;

import org.jspecify.annotations.Nullable;

/**
 * How well a transform preserved the function, measured on the problem's data in float64.
 *
 * @param maxOutputDifference max |f'(x) − f(x)| over samples and outputs; {@code null} for a surface without outputs
 * @param relative max |f' − f| / (1 + max |f|); for a surface without outputs, |L' − L| / (1 + |L|)
 * @param lossDifference |L' − L|
 * @param lawError relative error of H(θ')v = J⁻ᵀ H(θ) J⁻¹ v (Theorem 3) for a seeded probe v; {@code null} where no
 *     linear law applies
 * @param samples number of samples compared
 * @param bitwise whether all outputs are equal to the last bit
 */
public record Preservation(
        @Nullable Double maxOutputDifference,
        double relative,
        double lossDifference,
        @Nullable Double lawError,
        int samples,
        boolean bitwise) {
    /** The tolerance of {@link #holds()} on {@link #relative()}. */
    public static final double TOLERANCE = 1e-12;

    /** Whether the function was preserved. */
    public boolean holds() {
        return relative <= TOLERANCE;
    }
}
