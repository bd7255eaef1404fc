package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code effective-dimension}: Σ λ/(λ + z). */
record EffectiveDimensionParameters(
        @Param(doc = "curvature at which a direction counts half", defaultValue = "1")
        double z,

        @Included Probing probing,

        @Included Selection selection) {
    EffectiveDimensionParameters {
        Checks.positive("z", z);
    }

    Metric metric() {
        EffectiveDimension measure = new EffectiveDimension(z, probing);
        return new CurvatureMetric(selection, measure).with(measure::scaled);
    }
}
