package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code adaptive-sharpness}. */
public final class AdaptiveSharpnessFactory implements MetricFactory<AdaptiveSharpnessParameters> {
    @Override
    public String name() {
        return "adaptive-sharpness";
    }

    @Override
    public String description() {
        return "Largest rise of the loss under perturbations measured relative to each parameter, from below.";
    }

    @Override
    public Class<AdaptiveSharpnessParameters> parameters() {
        return AdaptiveSharpnessParameters.class;
    }

    @Override
    public Metric create(AdaptiveSharpnessParameters parameters) {
        return new AdaptiveSharpness(parameters);
    }
}
