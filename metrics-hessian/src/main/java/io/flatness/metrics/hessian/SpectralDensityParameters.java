package io.flatness.metrics.hessian;

import io.flatness.spi.Included;
import io.flatness.spi.Metric;
import io.flatness.spi.Param;

/** {@code hessian-spectral-density}: the density of eigenvalues by stochastic Lanczos quadrature. */
record SpectralDensityParameters(
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
    SpectralDensityParameters {
        Checks.atLeast("steps", steps, 2);
        Checks.atLeast("probes", probes, 2);
        Checks.positive("smoothing", smoothing);
        Checks.atLeast("points", points, 2);
        Checks.tolerance("zero", zero);
    }

    Metric metric() {
        SpectralDensity measure = new SpectralDensity(steps, probes, smoothing, points, zero);
        return new CurvatureMetric(selection, measure);
    }
}
