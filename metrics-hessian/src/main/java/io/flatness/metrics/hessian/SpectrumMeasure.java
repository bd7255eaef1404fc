package io.flatness.metrics.hessian;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.OptionalDouble;

/** All eigenvalues; the value is the largest. */
final class SpectrumMeasure {
    private SpectrumMeasure() {}

    static Measurement measure(Curvature curvature, MetricContext context) {
        if (curvature.dimension() > Curvature.LARGE) {
            return Measurement.notApplicable(tooLarge(curvature)
                    + "; take hessian-top-eigenvalues or hessian-spectral-density, or choose blocks");
        }
        double[] values = curvature.eigenvalues(context);
        double norm = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        Measurement measured = Measurement.exact(values[0])
                .with("eigenvalues", values.clone())
                .with("figures", SpectrumPictures.ranked(values))
                .with("error", roundingOf(values.length, norm))
                .with("products", values.length);
        return Remarks.asymmetry(measured, curvature.dense(context)).orElse(measured);
    }

    static String tooLarge(Curvature curvature) {
        return "a matrix of " + curvature.dimension() + " rows is not written out, at most " + Curvature.LARGE + " are";
    }

    /** How far an eigenvalue of an n×n matrix may be off by rounding, for a backward stable solver. */
    static double roundingOf(int n, double norm) {
        return n * 0x1p-52 * norm;
    }

    static OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(context.linearAlgebra()
                .eigenvalues(ScaledMatrix.of(curvature.dense(context).matrix(), factors), factors.length)[0]);
    }
}
