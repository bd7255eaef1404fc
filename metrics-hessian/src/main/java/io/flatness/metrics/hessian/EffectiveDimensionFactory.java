package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code effective-dimension}: Σ λ/(λ + z). */
public final class EffectiveDimensionFactory implements MetricFactory<EffectiveDimensionFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "curvature at which a direction counts half", defaultValue = "1")
            double z,

            @Included Probing probing,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.positive("z", z);
        }
    }

    @Override
    public String name() {
        return "effective-dimension";
    }

    @Override
    public String description() {
        return "Effective dimension Σ λ/(λ + z): how many directions are sharper than z.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        EffectiveDimension measure = new EffectiveDimension(p.z(), p.probing());
        return new CurvatureMetric(p.selection(), measure).with(measure::scaled);
    }
}
