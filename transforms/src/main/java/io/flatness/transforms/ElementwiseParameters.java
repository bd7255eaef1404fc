package io.flatness.transforms;

import io.flatness.spi.Param;

/**
 * Parameters of {@code elementwise-reparametrization}.
 *
 * @param function the function of every parameter
 */
public record ElementwiseParameters(
        @Param(doc = "sinh: θ = sinh η; log-scale: θ = ± exp η with the sign of the point (no parameter may be 0)")
        Function function) {
    /** What is done to every parameter. */
    public enum Function {
        /** θ = sinh η. */
        SINH,
        /** θ = ± exp η. */
        LOG_SCALE
    }
}
