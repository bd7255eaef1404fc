package io.flatness.metrics.hessian;

import io.flatness.spi.MetricContext;
import io.flatness.spi.PowerSum;
import java.util.Optional;
import java.util.OptionalDouble;

/** How a function of the matrix H changes when H becomes D H D with D = diag(1/factors) (Theorem 3). */
@FunctionalInterface
interface CurvatureLaw {
    /**
     * The value under the factors.
     *
     * @param factors one per row of the curvature matrix; not modified
     */
    OptionalDouble valueUnder(Curvature curvature, double[] factors, MetricContext context);

    /** The same as a sum of powers of the factors of all parameters, where it is one. */
    default Optional<PowerSum> powerSum(Curvature curvature, MetricContext context) {
        return Optional.empty();
    }
}
