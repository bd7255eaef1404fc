package io.flatness.metrics.volume;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * log of the probability that a Gaussian N(0, σ²) around the origin gives to the star-shaped part of {L &lt; L(θ) + ε}:
 * finite even where the volume of Definition 1 is not.
 *
 * <p>mass = |det P| E_u [∫₀^{t(u)} t^{n−1} φ(θ + t P u) dt / p(u)] over rays P u, with the integral along each ray to
 * rounding. The directions u are those of normal vectors around a mean that points to where the Gaussian is denser, so
 * that few rays do not carry all the mass; their density p is itself an integral along a ray.
 */
final class BasinLogVolume implements Metric {
    /** Standard deviations beyond which a normal density is nothing. */
    private static final double FAR = 12;

    private final BasinLogVolumeParameters parameters;

    BasinLogVolume(BasinLogVolumeParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        LinearAlgebra algebra = context.linearAlgebra();
        SublevelSet set = SublevelSet.around(minimum, parameters.epsilon());
        int n = set.dimension();
        double[] theta = minimum.theta();
        double norm = algebra.norm(theta);
        Double given = parameters.sigma();
        double sigma = given != null ? given : norm / Math.sqrt(n);
        if (sigma == 0) {
            throw new MeasurementException("the point is the origin, so its root mean square is no width: give sigma");
        }
        Preconditioner preconditioner = Preconditioner.of(set, sigma * Math.sqrt(n), context);
        double[] tilt = tilt(preconditioner, theta, sigma, algebra);
        double tiltNorm = algebra.norm(tilt);
        Rays rays = Rays.shoot(set, preconditioner, tilt, parameters.budget(), context);
        double[] logs = new double[rays.count()];
        for (int ray = 0; ray < logs.length; ray++) {
            double[] u = Rays.unit(ray, tilt, context);
            double[] direction = preconditioner.apply(u);
            double length = algebra.norm(direction) / sigma;
            double along = algebra.dot(theta, direction) / sigma / sigma;
            double logMass = new RadialMass(n, along, length * length).logIntegral(rays.distances()[ray]);
            double logDensity = new RadialMass(n, -algebra.dot(tilt, u), 1).logIntegral(tiltNorm + Math.sqrt(n) + FAR)
                    - 0.5 * n * Math.log(2 * Math.PI)
                    - 0.5 * tiltNorm * tiltNorm;
            logs[ray] = logMass - logDensity;
        }
        LogMean mean = LogMean.of(logs);
        double value = mean.value()
                + preconditioner.logDeterminant()
                - 0.5 * n * Math.log(2 * Math.PI * sigma * sigma)
                - 0.5 * (norm / sigma) * (norm / sigma);
        // A ray that stays inside has all its mass counted up to where the Gaussian has none left.
        return rays.describe(mean.estimate(value, true), mean)
                .with("sigma", sigma)
                .with("preconditioner", preconditioner.kind());
    }

    /**
     * Mean of the normal vectors whose directions follow a unit ball weighted by exp(−v·w), v = Pᵀθ/σ²: its points lie
     * around −m v/‖v‖ with m = (√(n² + 4‖v‖²) − n) / 2‖v‖.
     */
    private static double[] tilt(Preconditioner preconditioner, double[] theta, double sigma, LinearAlgebra algebra) {
        double[] v = preconditioner.applyTransposed(theta);
        algebra.scale(1 / sigma / sigma, v);
        double norm = algebra.norm(v);
        if (norm == 0) {
            return v;
        }
        int n = v.length;
        double m = 2 * norm / (Math.sqrt(n * (double) n + 4 * norm * norm) + n);
        algebra.scale(-Math.sqrt(n / (1 - m * m)) * m / norm, v);
        return v;
    }

    @Override
    public Orientation orientation() {
        return Orientation.LARGER_IS_FLATTER;
    }

    @Override
    public ValueScale scale() {
        return ValueScale.LOGARITHMIC;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
