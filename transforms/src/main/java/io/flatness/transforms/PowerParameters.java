package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/**
 * Parameters of {@code power-reparametrization}.
 *
 * @param center the center c
 * @param a the power
 * @param b keeps the map smooth at its center
 * @param per whether the distance is that of the whole vector or of each coordinate
 */
public record PowerParameters(
        @Param(
                doc = "the point c that becomes the origin: minimum, a number, or a list of one number per parameter",
                defaultValue = "minimum")
        Center center,

        @Param(doc = "the power; above -1/2, where the map stops being onto")
        double a,

        @Param(doc = "at least 0; with 0 the map has no derivative at c, or none that can be inverted")
        double b,

        @Param(
                doc = "norm: |θ − c| is the distance of the vectors; coordinate: of each coordinate",
                defaultValue = "norm")
        Per per) {
    /** What the map acts on. */
    public enum Per {
        /** The distance from the center. */
        NORM,
        /** Every coordinate. */
        COORDINATE
    }

    /** Checks the ranges in which the map is a bijection. */
    public PowerParameters {
        if (!(a > -0.5) || Double.isInfinite(a)) {
            throw new InvalidParameterException(
                    "a", "a is " + a + "; it must be above -0.5: there the map stops being a bijection of the line");
        }
        if (!(b >= 0) || Double.isInfinite(b)) {
            throw new InvalidParameterException("b", "b is " + b + "; it must be at least 0");
        }
    }
}
