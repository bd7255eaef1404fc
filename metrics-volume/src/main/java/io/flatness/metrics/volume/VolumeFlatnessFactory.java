package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code volume-flatness}. */
public final class VolumeFlatnessFactory implements MetricFactory<VolumeFlatnessParameters> {
    @Override
    public String name() {
        return "volume-flatness";
    }

    @Override
    public String description() {
        return "Log-volume of the connected region around the point where the loss rises by less than epsilon"
                + " (Definition 1).";
    }

    @Override
    public Class<VolumeFlatnessParameters> parameters() {
        return VolumeFlatnessParameters.class;
    }

    @Override
    public Metric create(VolumeFlatnessParameters parameters) {
        return new VolumeFlatness(parameters);
    }
}
