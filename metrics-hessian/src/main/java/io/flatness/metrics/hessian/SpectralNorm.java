package io.flatness.metrics.hessian;

import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.OptionalDouble;

/** ‖A‖₂ = max |λ|. Without convergence the Rayleigh quotient is still a proved lower bound. */
record SpectralNorm(double tolerance, int maxProducts) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        EigenPairs pair = Extremes.of(curvature, 1, SpectrumEnd.MAGNITUDE, tolerance, maxProducts, context);
        double eigenvalue = pair.values()[0];
        double norm = Math.abs(eigenvalue);
        double residual = pair.residuals()[0];
        Measurement measured = (pair.converged() ? Measurement.exact(norm) : Measurement.lowerBound(norm))
                .converged(pair.converged())
                .with("eigenvalue", eigenvalue)
                .with("residual", residual)
                .with("interval", new double[] {Math.max(0, norm - residual), norm + residual})
                .with("largestSeen", pair.largestSeen())
                .with("smallestSeen", pair.smallestSeen())
                .with("verified", pair.verified())
                .with("products", pair.products());
        return Remarks.on(measured, pair, curvature, context)
                .orElseGet(() -> eigenvalue < 0
                        ? measured.remark("the norm is that of a negative eigenvalue: the point is no minimum")
                        : measured);
    }

    /** max |λ(DHD)| from the matrix, where it is small. */
    static OptionalDouble scaled(Curvature curvature, double[] factors, MetricContext context) {
        if (curvature.dimension() > Curvature.SMALL) {
            return OptionalDouble.empty();
        }
        double[] values = context.linearAlgebra()
                .eigenvalues(ScaledMatrix.of(curvature.dense(context).matrix(), factors), factors.length);
        return OptionalDouble.of(Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1])));
    }
}
