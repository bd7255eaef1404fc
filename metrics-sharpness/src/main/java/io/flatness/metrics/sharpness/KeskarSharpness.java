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

    private final KeskarSharpnessParameters parameters;

    KeskarSharpness(KeskarSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        double[] widths = new double[minimum.theta().length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = parameters.epsilon() * (Math.abs(minimum.theta()[i]) + 1);
        }
        Neighbourhood box = new Neighbourhood(minimum, Chart.diagonal(widths), Norm.LINF);
        return measure(box, parameters.effort(), context);
    }

    /** Both protocols over a cube. */
    static Measurement measure(Neighbourhood box, Effort effort, MetricContext context) {
        CubeAscent ten = new CubeAscent(box, context);
        double[] reached = ten.climb();
        double tenIterations = Math.max(0, box.certified(reached));
        Maximum maximum = Maximum.over(box, effort, List.of(reached), context);
        double scale = PERCENT / (1 + box.loss());
        return maximum.measurement(Math.max(maximum.rise(), tenIterations) * scale)
                .with("tenIterations", tenIterations * scale)
                .with("gradientTerm", scale * sumOfMagnitudes(maximum.gradient()));
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
