package io.flatness.metrics.hessian;

import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.OptionalDouble;

/** Some eigenvalues at one end of the spectrum; the value is the first. */
record TopEigenvalues(int count, SpectrumEnd which, double tolerance, int maxProducts, boolean vectors)
        implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        EigenPairs pairs = Extremes.of(curvature, count, which, tolerance, maxProducts, context);
        Measurement measured = kind(pairs)
                .converged(pairs.converged())
                .with("eigenvalues", pairs.values())
                .with("residuals", pairs.residuals())
                .with("verified", pairs.verified())
                .with("products", pairs.products());
        if (vectors) {
            measured = measured.with("vectors", java.util.List.of(pairs.vectors()));
        }
        return Remarks.on(measured, pairs, curvature, context).orElse(measured);
    }

    /** A Rayleigh quotient lies below the largest eigenvalue and above the smallest, converged or not. */
    private Measurement kind(EigenPairs pairs) {
        double first = pairs.values()[0];
        if (pairs.converged()) {
            return Measurement.exact(first);
        }
        return switch (which) {
            case LARGEST -> Measurement.lowerBound(first);
            case SMALLEST -> Measurement.upperBound(first);
            case MAGNITUDE -> first < 0 ? Measurement.upperBound(first) : Measurement.lowerBound(first);
        };
    }

    OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        double[] values = context.linearAlgebra()
                .eigenvalues(ScaledMatrix.of(curvature.dense(context).matrix(), factors), factors.length);
        return OptionalDouble.of(which.first(values));
    }
}
