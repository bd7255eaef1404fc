package io.flatness.metrics.invariant;

import io.flatness.numerics.Posynomial;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;

/**
 * The point of the orbit of rescalings of units with the smallest Euclidean norm: incoming and outgoing weights of every
 * unit have equal norms there. It is unique, so that anything measured at it depends on the orbit alone.
 *
 * @param factors factor of every parameter from the point to the gauge
 * @param squaredNorm ‖θ‖² there
 * @param imbalance largest relative difference of the squared norms of a unit's two sides
 * @param attained whether there is such a point: units without incoming or outgoing weights have none
 */
record Gauge(double[] factors, double squaredNorm, double imbalance, boolean attained) {
    /** Imbalance up to which the gauge counts as reached. */
    static final double REACHED = 1e-9;

    static Gauge of(Minimum minimum, MetricContext context) {
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        double[] squares = new double[minimum.theta().length];
        for (int k = 0; k < squares.length; k++) {
            squares[k] = minimum.theta()[k] * minimum.theta()[k];
        }
        RescalingGroup orbit = RescalingGroup.of(network.architecture(), Level.NODE);
        Posynomial.Minimum least = orbit.infimum(squares, 2, context.linearAlgebra());
        return new Gauge(orbit.factors(least.point()), least.value(), least.imbalance(), least.attained());
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
