package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/**
 * Parameters of {@code radial}.
 *
 * @param center center of the ball
 * @param delta its radius
 * @param rho distance in the new coordinates of what was at distance rHat
 * @param rHat radius of the inner ball
 */
public record RadialParameters(
        @Param(doc = "center of the ball: minimum, or a list of one number per parameter", defaultValue = "minimum")
        Center center,

        @Param(doc = "radius of the ball outside which nothing moves, positive")
        double delta,

        @Param(doc = "distance from the center, in the new coordinates, of points at rHat in the old; in ]0, delta[")
        double rho,

        @Param(doc = "radius of the inner ball in the old coordinates; in ]0, delta[; rho < rHat is sharper")
        double rHat) {
    /** Checks the radii. */
    public RadialParameters {
        if (!(delta > 0) || Double.isInfinite(delta)) {
            throw new InvalidParameterException("delta", "delta is " + delta + "; it must be positive and finite");
        }
        requireInside("rho", rho, delta);
        requireInside("rHat", rHat, delta);
    }

    private static void requireInside(String parameter, double radius, double delta) {
        if (!(radius > 0 && radius < delta)) {
            throw new InvalidParameterException(
                    parameter, parameter + " is " + radius + "; it must lie between 0 and delta = " + delta);
        }
    }
}
