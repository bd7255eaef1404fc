package io.flatness.spi;

import io.flatness.spi.loss.Minimum;
import java.util.OptionalDouble;

/** A metric's value after a diagonal rescaling of the parameters, from quantities at the original point alone. */
@FunctionalInterface
public interface ScalingLaw {
    /**
     * The value at the point θ'ᵢ = factorsᵢ θᵢ of the same function.
     *
     * @param minimum the original point
     * @param factors one positive factor per parameter, in layout order; not modified
     * @return the value, exact up to rounding; empty where the law does not hold at this point
     */
    OptionalDouble valueUnder(Minimum minimum, double[] factors, MetricContext context);
}
