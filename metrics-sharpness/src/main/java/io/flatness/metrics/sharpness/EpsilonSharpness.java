package io.flatness.metrics.sharpness;

import io.flatness.numerics.TrustRegion;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * ε-sharpness (Definition 2): max over ‖d‖₂ ≤ ε of (L(θ + d) − L(θ)) / (1 + L(θ)), from below.
 *
 * <p>The maximum of a function that is not concave is out of reach; every point of the closed ball proves a lower bound,
 * and the best one found is evaluated again, with its distance from θ taken in floating point. Beside it stand a proved
 * upper bound where the surface offers one, and the exact maximum of the quadratic model.
 */
final class EpsilonSharpness implements Metric {
    private static final double FOOT = 0x1p-7;
    /** A zero layer this close outside the ball is on its boundary: Section 4.3 chooses α so. */
    private static final double BOUNDARY = 1e-9;

    private final EpsilonSharpnessParameters parameters;

    EpsilonSharpness(EpsilonSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        double epsilon = parameters.epsilon();
        Scope.Part part = parameters.scope().of(minimum.surface().layout());
        Terrain ball = new Terrain(minimum, Chart.diagonal(part, ones(part.size())), Norm.L2);
        List<double[]> zeros =
                ZeroLayers.steps(minimum, part).stream().map(part::of).toList();
        String name = "ball " + parameters.scope().key();
        Expedition expedition =
                new Expedition(ball, name, neighbourhood -> within(zeros, neighbourhood.radius()), context);
        Node node = new Ladder(expedition, FOOT, name, parameters.effort(), context).at(epsilon);
        Foundation foundation = expedition.foundation();
        TrustRegion.Solution model = foundation.model(ball, epsilon, context);
        double scale = 1 + ball.loss();
        Measurement measured = node.measurement(node.value() / scale)
                .with("secondOrder", model.gain() / scale)
                .with("secondOrderConverged", model.converged())
                .with("oneStep", ball.oneStep(foundation.gradient(), epsilon) / scale)
                .with("gradientTerm", epsilon * Norm.L2.of(foundation.gradient()) / scale);
        return UpperBounds.of(ball, epsilon, node.value())
                .beside(withZeroLayers(measured, zeros, ball, scale), 1 / scale);
    }

    /** The zero layers in a ball, as points of the unit ball. */
    private static List<double[]> within(List<double[]> zeros, double radius) {
        List<double[]> near = new ArrayList<>();
        for (double[] zero : zeros) {
            if (Norm.L2.of(zero) <= radius * (1 + BOUNDARY)) {
                near.add(Neighbourhood.scaled(1 / radius, zero));
            }
        }
        return near;
    }

    /** What Section 4.3 says: a constant predictor is never farther than the smallest layer. */
    private Measurement withZeroLayers(Measurement measured, List<double[]> zeros, Terrain ball, double scale) {
        double nearest = Double.POSITIVE_INFINITY;
        double inReach = Double.NEGATIVE_INFINITY;
        double there = 0;
        for (double[] zero : zeros) {
            double distance = Norm.L2.of(zero);
            double rise = ball.certified(zero, Math.max(distance, parameters.epsilon()));
            if (distance <= parameters.epsilon() * (1 + BOUNDARY)) {
                inReach = Math.max(inReach, ball.certified(zero, parameters.epsilon()));
            }
            if (distance < nearest) {
                nearest = distance;
                there = rise;
            }
        }
        Measurement more = zeros.isEmpty()
                ? measured
                : measured.with("constantPredictor", there / scale).with("constantPredictorDistance", nearest);
        return inReach > Double.NEGATIVE_INFINITY ? more.with("zeroLayer", inReach / scale) : more;
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.scope().blocks() == null
                ? Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT)
                : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
