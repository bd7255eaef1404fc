package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;

/** {@code hessian-spectral-density}: the density of eigenvalues by stochastic Lanczos quadrature. */
public final class SpectralDensityFactory implements MetricFactory<SpectralDensityFactory.Parameters> {
    /** How to measure. */
    public record Parameters(
            @Param(doc = "Lanczos steps a probe: moments below twice as many are exact", defaultValue = "80")
            int steps,

            @Param(doc = "number of random vectors", defaultValue = "10")
            int probes,

            @Param(doc = "width of the Gaussian smoothing, relative to the width of the bulk", defaultValue = "0.02")
            double smoothing,

            @Param(doc = "points of the density curve", defaultValue = "256")
            int points,

            @Param(doc = "eigenvalues below this share of the largest magnitude count as zero", defaultValue = "1e-6")
            double zero,

            @Included Selection selection) {
        /** Checks the ranges. */
        public Parameters {
            Checks.atLeast("steps", steps, 2);
            Checks.atLeast("probes", probes, 2);
            Checks.positive("smoothing", smoothing);
            Checks.atLeast("points", points, 2);
            Checks.tolerance("zero", zero);
        }
    }

    @Override
    public String name() {
        return "hessian-spectral-density";
    }

    @Override
    public String description() {
        return "Spectral density of the Hessian by stochastic Lanczos quadrature; the value is the mean eigenvalue.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters p) {
        SpectralDensity measure = new SpectralDensity(p.steps(), p.probes(), p.smoothing(), p.points(), p.zero());
        return new CurvatureMetric(p.selection(), measure);
    }
}
