package io.flatness.metrics.invariant;

import io.flatness.numerics.Posynomial;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;

/**
 * The canonical point of an orbit of rescalings of units: of the smallest Euclidean norm. Incoming and outgoing weights of
 * every unit have equal norms there; weights in front of a BatchNorm have the norm of its scale. What a rescaling makes grow
 * while nothing shrinks has norm 1 instead ({@link RescalingGroup#gauge}). The point depends on the orbit alone, and so does
 * anything measured at it.
 *
 * @param factors factor of every parameter from the point to the gauge
 * @param squaredNorm ‖θ‖² there
 * @param imbalance largest relative difference of the squared norms of a unit's two sides
 */
record Gauge(double[] factors, double squaredNorm, double imbalance) {
    /** Imbalance up to which the gauge counts as reached. */
    static final double REACHED = 1e-9;

    static Gauge of(Minimum minimum, MetricContext context) {
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        RescalingGroup orbit = RescalingGroup.of(network.architecture(), Level.NODE);
        Posynomial.Minimum canonical = orbit.gauge(minimum.theta(), context.linearAlgebra());
        return new Gauge(orbit.factors(canonical.point()), canonical.value(), canonical.imbalance());
    }

    /** 1/factor of every parameter: the diagonal D of Theorem 3. */
    double[] inverse() {
        double[] inverse = new double[factors.length];
        for (int k = 0; k < inverse.length; k++) {
            inverse[k] = 1 / factors[k];
        }
        return inverse;
    }
}
