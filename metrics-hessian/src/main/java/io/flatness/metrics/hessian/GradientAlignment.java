package io.flatness.metrics.hessian;

import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.LinearAlgebra;

/**
 * ‖P g‖²/‖g‖² with P the projection on the top eigenvectors.
 *
 * <p>Undefined where the last bit of the parameters, which moves the gradient by about u‖H‖‖θ‖, moves the share by more
 * than a millionth of itself.
 */
record GradientAlignment(int count, double tolerance, int maxProducts) implements CurvatureMeasure {
    private static final double DIGITS = 1e-6;

    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        LinearAlgebra algebra = context.linearAlgebra();
        double[] gradient = curvature.restrict(
                curvature.minimum().surface().gradient(curvature.minimum().theta()));
        double norm = algebra.norm(gradient);
        if (norm == 0) {
            return Measurement.undefined("the gradient is zero: it has no direction");
        }
        EigenPairs pairs = Extremes.of(curvature, count, SpectrumEnd.LARGEST, tolerance, maxProducts, context);
        double share = 0;
        double[] shares = new double[pairs.values().length];
        for (int i = 0; i < shares.length; i++) {
            double cosine = algebra.dot(pairs.vectors()[i], gradient) / norm;
            shares[i] = cosine * cosine;
            share += shares[i];
        }
        double steepest = 0;
        for (double value : pairs.values()) {
            steepest = Math.max(steepest, Math.abs(value));
        }
        double noise = Math.ulp(1.0)
                * steepest
                * algebra.norm(curvature.restrict(curvature.minimum().theta()))
                / norm;
        if (noise * (2 * Math.sqrt(share) + noise) > DIGITS * share) {
            return Measurement.undefined("the gradient, of norm " + norm
                            + ", is too close to zero: a change of the parameters by their last bit turns it")
                    .with("gradientNorm", norm);
        }
        Measurement measured = Measurement.exact(Math.min(1, share))
                .converged(pairs.converged())
                .with("shares", shares)
                .with("eigenvalues", pairs.values())
                .with("residuals", pairs.residuals())
                .with("gradientNorm", norm)
                .with("products", pairs.products());
        return Remarks.on(measured, pairs, curvature, context).orElse(measured);
    }
}
