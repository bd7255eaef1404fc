package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import java.util.Set;

/**
 * Adaptive sharpness: max of L(θ + d) − L(θ) over ‖(dᵢ / (sᵢ + η))‖ ≤ ρ, from below; the rise itself, not divided by 1 + L.
 * sᵢ is |θᵢ|, or the norm of its filter or tensor. Biases are perturbed like weights. With η = 0 a parameter that is zero
 * stays zero, and a rescaling of the parameters carries the neighbourhood along.
 *
 * <p>Source: Kwon, Kim, Park, Choi (2021), ICML.
 */
final class AdaptiveSharpness implements Metric {
    private static final double FOOT = 0x1p-7;

    private final AdaptiveSharpnessParameters parameters;

    AdaptiveSharpness(AdaptiveSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Scope.Part part = parameters.scope().of(minimum.surface().layout());
        double[] widths = part.of(parameters.relativeTo().sizes(minimum));
        int fixed = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] += parameters.eta();
            fixed += widths[i] == 0 ? 1 : 0;
        }
        Terrain terrain = new Terrain(minimum, Chart.diagonal(part, widths), parameters.norm());
        String name = "adaptive " + parameters.norm() + " " + parameters.relativeTo() + " " + parameters.eta() + " "
                + parameters.scope().key();
        Expedition expedition = new Expedition(terrain, name, neighbourhood -> List.of(), context);
        Node node = new Ladder(expedition, FOOT, name, parameters.effort(), context).at(parameters.rho());
        Measurement measured = node.measurement(node.value())
                .with("fixedParameters", fixed)
                .with("oneStep", terrain.oneStep(expedition.foundation().gradient(), parameters.rho()));
        Measurement bounded =
                UpperBounds.of(terrain, parameters.rho(), node.value()).beside(measured, 1);
        return parameters.norm() == Norm.L2
                ? bounded.with(
                        "secondOrder",
                        expedition
                                .foundation()
                                .model(terrain, parameters.rho(), context)
                                .gain())
                : bounded;
    }

    @Override
    public Set<Invariance> invariances() {
        Set<Invariance> always = Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
        Set<Invariance> layers = Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SIGN_FLIP);
        if (parameters.eta() != 0) {
            return always;
        }
        return parameters.relativeTo() == Relative.ELEMENT
                ? Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SIGN_FLIP)
                : layers;
    }
}
