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

            @Param(doc = "Lanczos steps a probe where the matrix is too large to write out", defaultValue = "80")
            int steps,

            @Param(doc = "random vectors where the matrix is too large to write out", defaultValue = "10")
            int probes,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.positive("z", z);
            Checks.atLeast("steps", steps, 2);
            Checks.atLeast("probes", probes, 2);
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
        EffectiveDimension measure = new EffectiveDimension(p.z(), p.steps(), p.probes());
        return new CurvatureMetric(p.selection(), measure).with(measure::scaled);
    }
}
