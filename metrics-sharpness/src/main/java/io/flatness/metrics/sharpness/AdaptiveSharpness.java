package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import java.util.Set;

/**
 * Adaptive sharpness: max of L(θ + d) − L(θ) over ‖(dᵢ / (|θᵢ| + η))‖ ≤ ρ, from below; the rise itself, not divided by 1 +
 * L. Biases are perturbed like weights. With η = 0 a parameter that is zero stays zero, and a rescaling of the parameters
 * carries the neighbourhood along.
 *
 * <p>Source: Kwon, Kim, Park, Choi (2021), ICML.
 */
final class AdaptiveSharpness implements Metric {
    private final AdaptiveSharpnessParameters parameters;

    AdaptiveSharpness(AdaptiveSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        double[] widths = new double[minimum.theta().length];
        int fixed = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = parameters.rho() * (Math.abs(minimum.theta()[i]) + parameters.eta());
            fixed += widths[i] == 0 ? 1 : 0;
        }
        Neighbourhood neighbourhood = new Neighbourhood(minimum, Chart.diagonal(widths), parameters.norm());
        Maximum maximum = Maximum.over(neighbourhood, parameters.effort(), List.of(), context);
        Measurement measured = maximum.measurement(maximum.rise()).with("fixedParameters", fixed);
        return parameters.norm() == Norm.L2
                ? measured.with("secondOrder", maximum.model().solution().gain())
                : measured;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.eta() == 0
                ? Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SIGN_FLIP)
                : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
