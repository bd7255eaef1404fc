package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * ε-sharpness (Definition 2): max over ‖d‖₂ ≤ ε of (L(θ + d) − L(θ)) / (1 + L(θ)), from below.
 *
 * <p>The maximum of a function that is not concave is out of reach; every point of the closed ball proves a lower bound,
 * and the best one found is evaluated again, with its distance from θ taken in floating point. Beside it stand a proved
 * upper bound where the surface offers one, and the exact maximum of the quadratic model.
 */
final class EpsilonSharpness implements Metric {
    /** A zero layer this close outside the ball is on its boundary: Section 4.3 chooses α so. */
    private static final double BOUNDARY = 1e-9;

    private final EpsilonSharpnessParameters parameters;

    EpsilonSharpness(EpsilonSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        double epsilon = parameters.epsilon();
        Neighbourhood ball = new Neighbourhood(minimum, Chart.uniform(minimum.theta().length, epsilon), Norm.L2);
        List<double[]> zeros = new ArrayList<>();
        double zeroLayerRise = Double.NEGATIVE_INFINITY;
        for (double[] step : ZeroLayers.steps(minimum)) {
            double[] z = divided(step, epsilon);
            if (Norm.L2.of(z) <= 1 + BOUNDARY) {
                zeros.add(z);
                zeroLayerRise = Math.max(zeroLayerRise, ball.certified(z));
            }
        }
        Maximum maximum = Maximum.over(ball, parameters.effort(), zeros, context);
        double scale = 1 + ball.loss();
        Measurement measured = maximum.measurement(maximum.rise() / scale)
                .with("secondOrder", maximum.model().solution().gain() / scale)
                .with("secondOrderConverged", maximum.model().solution().converged())
                .with("gradientTerm", Norm.L2.of(maximum.gradient()) / scale);
        if (zeroLayerRise > Double.NEGATIVE_INFINITY) {
            measured = measured.with("zeroLayer", zeroLayerRise / scale);
        }
        return withUpperBound(measured, minimum, scale);
    }

    /** Interval arithmetic on the cube that holds the ball. */
    private Measurement withUpperBound(Measurement measured, Minimum minimum, double scale) {
        Optional<BoxBounds> bounds = minimum.surface().as(BoxBounds.class);
        if (bounds.isEmpty()) {
            return measured.with("upper", Double.POSITIVE_INFINITY)
                    .with("upperMethod", "none: the surface offers no certified bounds of its loss");
        }
        double[] radius = new double[minimum.theta().length];
        Arrays.fill(radius, Math.nextUp(parameters.epsilon()));
        double bound = bounds.get().upperBound(minimum.theta(), radius);
        double upper = (bound - minimum.surface().value(minimum.theta())) / scale;
        return measured.with("upper", Double.isNaN(upper) ? Double.POSITIVE_INFINITY : Math.nextUp(upper))
                .with("upperMethod", "interval arithmetic on the cube that holds the ball");
    }

    private static double[] divided(double[] x, double by) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] / by;
        }
        return y;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);
    }
}
