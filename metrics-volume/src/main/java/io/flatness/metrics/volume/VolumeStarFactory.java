package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code volume-star}. */
public final class VolumeStarFactory implements MetricFactory<VolumeStarParameters> {
    @Override
    public String name() {
        return "volume-star";
    }

    @Override
    public String description() {
        return "Log-volume of the star-shaped part of the region where the loss rises by less than epsilon.";
    }

    @Override
    public Class<VolumeStarParameters> parameters() {
        return VolumeStarParameters.class;
    }

    @Override
    public Metric create(VolumeStarParameters parameters) {
        return new VolumeStar(parameters);
    }
}
