package io.flatness.metrics.invariant;

import io.flatness.numerics.Posynomial;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Optional;
import java.util.Set;

/**
 * The smallest Hessian trace that any rescaling of the same function shows.
 *
 * <p>tr H(Tθ) = Σ_k H_kk / factor_k², and for a piecewise-linear network H_kk ≥ 0 at every point, so the minimum over the
 * orbit is that of a convex geometric program; without biases and with one factor per layer it is K (Π_k tr H_kk)^{1/K}.
 * Source: Ibayashi, Hamaguchi, Imaizumi (2021), "Minimum sharpness", for one factor per layer.
 */
final class OrbitMinimalTrace implements Metric {
    /** Imbalance up to which the value is exact: the gap is of its square. */
    private static final double CERTIFIED = 1e-6;

    private final Level group;

    OrbitMinimalTrace(OrbitMinimalTraceParameters parameters) {
        this.group = parameters.group();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<String> obstacle = Architectures.obstacleToRescaling(minimum.surface());
        if (obstacle.isPresent()) {
            return Measurement.notApplicable(obstacle.get());
        }
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        Optional<ExactCurvature> curvature = minimum.surface().as(ExactCurvature.class);
        if (curvature.isEmpty() || !network.architecture().piecewiseLinear()) {
            return Measurement.notApplicable(
                    "only piecewise-linear networks have a diagonal of the Hessian that is never"
                            + " negative; this one has other activations");
        }
        double[] diagonal = Diagonals.nonNegative(curvature.get().hessianDiagonal(minimum.theta()));
        RescalingGroup orbit = RescalingGroup.of(network.architecture(), group);
        Posynomial.Minimum least = orbit.infimum(diagonal, -2, context.linearAlgebra());
        Measurement measured = least.imbalance() <= CERTIFIED
                ? Measurement.exact(least.value())
                : Measurement.upperBound(least.value()).converged(false);
        if (!least.attained()) {
            measured = measured.remark("the infimum is not attained: some units have curvature on one side only, and"
                    + " scaling takes it to zero");
        }
        double trace = 0;
        for (double h : diagonal) {
            trace += h;
        }
        return measured.with("trace", trace)
                .with("ratio", least.value() == 0 ? Double.POSITIVE_INFINITY : trace / least.value())
                .with("imbalance", least.imbalance())
                .with("attained", least.attained())
                .with("coordinates", orbit.dimension())
                .with("scales", orbit.outputScales(least.point()));
    }

    @Override
    public Set<Invariance> invariances() {
        return group == Level.LAYER
                ? Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SOFTMAX_SHIFT)
                : Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SOFTMAX_SHIFT);
    }
}
