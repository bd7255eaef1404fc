package io.flatness.transforms;

import io.flatness.spi.Param;

/**
 * Parameters of {@code weight-normalization}.
 *
 * @param per what shares one s
 */
public record WeightNormalizationParameters(
        @Param(doc = "tensor: one s per weight tensor; unit: one per output unit or channel", defaultValue = "tensor")
        Per per) {
    /** What shares one s. */
    public enum Per {
        /** A whole weight tensor. */
        TENSOR,
        /** The weights into one unit. */
        UNIT
    }
}
