package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code volume-laplace}. */
public final class VolumeLaplaceFactory implements MetricFactory<VolumeLaplaceParameters> {
    @Override
    public String name() {
        return "volume-laplace";
    }

    @Override
    public String description() {
        return "Log-volume of the ellipsoid of the quadratic model, in the subspace where it curves upwards.";
    }

    @Override
    public Class<VolumeLaplaceParameters> parameters() {
        return VolumeLaplaceParameters.class;
    }

    @Override
    public Metric create(VolumeLaplaceParameters parameters) {
        return new VolumeLaplace(parameters);
    }
}
