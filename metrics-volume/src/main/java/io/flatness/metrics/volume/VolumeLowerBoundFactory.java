package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code volume-lower-bound}. */
public final class VolumeLowerBoundFactory implements MetricFactory<VolumeLowerBoundParameters> {
    @Override
    public String name() {
        return "volume-lower-bound";
    }

    @Override
    public String description() {
        return "A proved lower bound on the log-volume where the loss rises by less than epsilon; infinite for rectified"
                + " networks (Theorem 2).";
    }

    @Override
    public Class<VolumeLowerBoundParameters> parameters() {
        return VolumeLowerBoundParameters.class;
    }

    @Override
    public Metric create(VolumeLowerBoundParameters parameters) {
        return new VolumeLowerBound(parameters);
    }
}
