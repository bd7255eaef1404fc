package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code critical-sharpness}. */
public final class CriticalSharpnessFactory implements MetricFactory<CriticalSharpnessParameters> {
    @Override
    public String name() {
        return "critical-sharpness";
    }

    @Override
    public String description() {
        return "Two over the smallest step along an update that raises the loss.";
    }

    @Override
    public Class<CriticalSharpnessParameters> parameters() {
        return CriticalSharpnessParameters.class;
    }

    @Override
    public Metric create(CriticalSharpnessParameters parameters) {
        return new CriticalSharpness(parameters);
    }
}
