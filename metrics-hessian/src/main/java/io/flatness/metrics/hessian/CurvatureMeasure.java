package io.flatness.metrics.hessian;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;

/** What is computed from a curvature matrix. */
@FunctionalInterface
interface CurvatureMeasure {
    Measurement measure(Curvature curvature, MetricContext context);
}
