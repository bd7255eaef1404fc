package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code basin-log-volume}. */
public final class BasinLogVolumeFactory implements MetricFactory<BasinLogVolumeParameters> {
    @Override
    public String name() {
        return "basin-log-volume";
    }

    @Override
    public String description() {
        return "Log of the Gaussian mass of the region where the loss rises by less than epsilon.";
    }

    @Override
    public Class<BasinLogVolumeParameters> parameters() {
        return BasinLogVolumeParameters.class;
    }

    @Override
    public Metric create(BasinLogVolumeParameters parameters) {
        return new BasinLogVolume(parameters);
    }
}
