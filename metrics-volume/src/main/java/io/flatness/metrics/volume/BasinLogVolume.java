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
 * finite even where the volume of Definition 1 is not, and never above 0.
 *
 * <p>mass = |det P| E_u [∫₀^{t(u)} t^{n−1} φ(θ + t P u) dt / p(u)] over rays P u, with the integral along each ray to
 * rounding and p(u) the density of the directions to points of a {@link Proposal}.
 */
final class BasinLogVolume implements Metric {
    private final BasinLogVolumeParameters parameters;

    BasinLogVolume(BasinLogVolumeParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        LinearAlgebra algebra = context.linearAlgebra();
        SublevelSet set = SublevelSet.around(parameters.cost().of(minimum), parameters.epsilon());
        int n = set.dimension();
        double[] theta = minimum.theta();
        double norm = algebra.norm(theta);
        Double given = parameters.sigma();
        double sigma = given != null ? given : norm / Math.sqrt(n);
        if (sigma == 0) {
            throw new MeasurementException("the point is the origin, so its root mean square is no width: give sigma");
        }
        Ellipsoid ellipsoid =
                Ellipsoid.of(set, parameters.preconditioner(), 2 * (sigma * Math.sqrt(n) + norm), context);
        Proposal proposal = Proposal.of(ellipsoid, theta, sigma);
        Rays rays = Rays.shoot(set, ellipsoid.map(), proposal::aim, parameters.budget(), context);
        double[] logs = new double[rays.count()];
        for (int ray = 0; ray < logs.length; ray++) {
            double[] u = rays.directions()[ray];
            double[] direction = ellipsoid.map().apply(u);
            double length = rays.lengths()[ray] / sigma;
            double along = algebra.dot(theta, direction) / sigma / sigma;
            logs[ray] = new RadialMass(n, along, length * length).logIntegral(rays.distances()[ray])
                    - proposal.logDensity(u);
        }
        LogMean mean = LogMean.of(logs);
        double value = mean.value()
                + ellipsoid.map().logDeterminant()
                - 0.5 * n * Math.log(2 * Math.PI * sigma * sigma)
                - 0.5 * (norm / sigma) * (norm / sigma);
        double rounding = n * (set.rounding() / set.epsilon() + 1e-12);
        Verdict verdict = new Verdict(
                Math.min(0, value),
                mean.standardError() + rounding,
                mean.doubt().stream().toList());
        // A ray that stays inside has all its mass counted up to where the Gaussian has none left.
        return rays.describe(verdict.measurement("of the star-shaped part of the component alone"), mean)
                .with("method", "star")
                .with("sigma", sigma)
                .with("preconditioner", ellipsoid.map().kind());
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
