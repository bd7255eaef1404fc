package io.flatness.metrics.hessian;

import io.flatness.spi.MetricContext;
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
}
