package io.flatness.metrics.volume;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Local entropy: log ∫ exp(−L(θ') − ½ γ ‖θ − θ'‖²) dθ'.
 *
 * <p>By quadrature in one and two dimensions ({@link WindowQuadrature}); otherwise by importance sampling from the normal
 * density of the quadratic model, in company of the window itself ({@link WindowSampling}), and where the weights are too
 * uneven for that by tempering the window into the integrand ({@link WindowTempering}). Source: Chaudhari et al. (2017),
 * ICLR.
 */
final class LocalEntropy implements Metric {
    private final LocalEntropyParameters parameters;

    LocalEntropy(LocalEntropyParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        double gamma = parameters.gamma();
        long budget = parameters.budget();
        if (minimum.theta().length <= 2) {
            Optional<Measurement> quadrature = new WindowQuadrature(minimum, gamma, context).measure(budget);
            if (quadrature.isPresent()) {
                return quadrature.get();
            }
        }
        WindowSampling sampling = WindowSampling.of(minimum, gamma, budget / 2, context);
        if (sampling.doubts().isEmpty()) {
            return sampling.measurement();
        }
        WindowTempering tempering = WindowTempering.of(minimum, gamma, budget / 2, context);
        return tempering.doubts().isEmpty()
                ? tempering.measurement()
                : new Verdict(
                                sampling.value(),
                                sampling.standardError(),
                                List.of(
                                        sampling.doubts().get(0),
                                        tempering.doubts().get(0)))
                        .measurement("")
                        .with("effectiveSampleSize", sampling.mean().effectiveSampleSize())
                        .with("temperingEstimate", tempering.value())
                        .with("evaluations", sampling.samples() + tempering.evaluations());
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
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);
    }
}
