package io.flatness.spi;

import io.flatness.spi.loss.Minimum;
import java.util.Optional;
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

    /**
     * The same law as a sum of powers, where it is one: infima over orbits are then exact.
     *
     * @return coefficients and exponents at this point; empty where the value is no such sum
     */
    default Optional<PowerSum> powerSum(Minimum minimum, MetricContext context) {
        return Optional.empty();
    }
}
