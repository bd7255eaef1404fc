package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
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
        double[] theta = minimum.theta();
        double epsilon = parameters.epsilon();
        Neighbourhood ball = new Neighbourhood(minimum, Chart.uniform(theta.length, epsilon), Norm.L2);
        double[] gradient = minimum.surface().gradient(theta);
        ball.spend(Neighbourhood.GRADIENT_COST);
        int products = (int) Math.min(1000, parameters.budget() / 4 / Neighbourhood.PRODUCT_COST);
        QuadraticModel model =
                QuadraticModel.of(minimum.surface().hessianAt(theta), gradient, epsilon, products, context);
        ball.spend((long) model.products() * Neighbourhood.PRODUCT_COST);

        Search search = new Search(ball, parameters.budget() + ball.evaluations());
        double zeroLayerRise = Double.NEGATIVE_INFINITY;
        for (double[] step : ZeroLayers.steps(minimum)) {
            double[] z = divided(step, epsilon);
            if (Norm.L2.of(z) <= 1 + BOUNDARY) {
                search.from(z);
                zeroLayerRise = Math.max(zeroLayerRise, certified(ball, z));
            }
        }
        search.fromBothEnds(model.solution().step());
        search.fromBothEnds(model.top());
        search.fromBothEnds(gradient);
        search.fromRandom(parameters.starts(), context);
        Search.Found found = search.run(context);

        double scale = 1 + ball.loss();
        double rise = Math.max(0, certified(ball, found.best().z()));
        Measurement measured = Measurement.lowerBound(rise / scale)
                .converged(found.best().converged())
                .with("secondOrder", model.solution().gain() / scale)
                .with("secondOrderConverged", model.solution().converged())
                .with("gradientTerm", epsilon * Norm.L2.of(gradient) / scale)
                .with("onBoundary", Norm.L2.of(found.best().z()) >= 1 - BOUNDARY)
                .with("distinctMaxima", found.distinct())
                .with("agreeingAscents", found.agreeing())
                .with("ascents", found.ascents())
                .with("evaluations", ball.evaluations());
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

    /** The rise at z in a fresh pass, at a point whose distance from θ is at most ε as computed. */
    private double certified(Neighbourhood ball, double[] z) {
        double[] theta = ball.minimum().theta();
        double epsilon = parameters.epsilon();
        for (double shrink = 0; shrink < 1; shrink = shrink == 0 ? 0x1p-52 : 2 * shrink) {
            double[] point = new double[theta.length];
            double[] step = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                point[i] = theta[i] + epsilon * z[i] * (1 - shrink);
                step[i] = point[i] - theta[i];
            }
            if (Norm.L2.of(step) <= epsilon) {
                ball.spend(1);
                double rise = ball.minimum().surface().value(point) - ball.loss();
                return Double.isNaN(rise) ? 0 : rise;
            }
        }
        return 0;
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
