package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code keskar-sharpness}. */
public final class KeskarSharpnessFactory implements MetricFactory<KeskarSharpnessParameters> {
    @Override
    public String name() {
        return "keskar-sharpness";
    }

    @Override
    public String description() {
        return "Largest relative rise of the loss, in percent, within the box |d_i| ≤ ε(|θ_i| + 1), from below.";
    }

    @Override
    public Class<KeskarSharpnessParameters> parameters() {
        return KeskarSharpnessParameters.class;
    }

    @Override
    public Metric create(KeskarSharpnessParameters parameters) {
        return new KeskarSharpness(parameters);
    }
}
