package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import java.util.Set;

/**
 * Sharpness over the box |dᵢ| ≤ ε(|θᵢ| + 1), times 100: 100 (max L(θ + d) − L(θ)) / (1 + L(θ)), from below.
 *
 * <p>The value is that of ascents run to convergence; {@code tenIterations} is what ten quasi-Newton iterations from θ
 * reach, which is how the measure was first reported. Both work in coordinates where the box is a cube and the objective
 * has unit slope: otherwise the first step is as long as the gradient is small, and the measure collapses for reasons of
 * scale alone. Source: Keskar et al. (2017), ICLR, Metric 2.1 with A = I.
 */
final class KeskarSharpness implements Metric {
    static final double PERCENT = 100;
    private static final double FOOT = 0x1p-7;

    private final KeskarSharpnessParameters parameters;

    KeskarSharpness(KeskarSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Scope.Part part = parameters.scope().of(minimum.surface().layout());
        double[] widths = part.of(minimum.theta());
        for (int k = 0; k < widths.length; k++) {
            widths[k] = Math.abs(widths[k]) + 1;
        }
        Terrain box = new Terrain(minimum, Chart.diagonal(part, widths), Norm.LINF);
        return measure(box, parameters.epsilon(), "box " + parameters.scope().key(), parameters.effort(), context);
    }

    /** Both protocols over a cube. */
    static Measurement measure(Terrain box, double epsilon, String name, Effort effort, MetricContext context) {
        Expedition expedition =
                new Expedition(box, name, cube -> List.of(new CubeAscent(cube, context).climb()), context);
        Node node = new Ladder(expedition, FOOT, name, effort, context).at(epsilon);
        Neighbourhood cube = new Neighbourhood(box, epsilon);
        double tenIterations = Math.max(0, cube.certified(new CubeAscent(cube, context).climb()));
        double scale = PERCENT / (1 + box.loss());
        double rise = Math.max(node.value(), tenIterations);
        Measurement measured = node.measurement(rise * scale)
                .with("tenIterations", tenIterations * scale)
                .with(
                        "gradientTerm",
                        scale
                                * epsilon
                                * sumOfMagnitudes(expedition.foundation().gradient()));
        return UpperBounds.of(box, epsilon, rise).beside(measured, scale);
    }

    /** The rise of the linear model: the dual norm of the slope. */
    private static double sumOfMagnitudes(double[] gradient) {
        double sum = 0;
        for (double g : gradient) {
            sum += Math.abs(g);
        }
        return sum;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
