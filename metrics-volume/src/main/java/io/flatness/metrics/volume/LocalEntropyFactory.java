package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code local-entropy}. */
public final class LocalEntropyFactory implements MetricFactory<LocalEntropyParameters> {
    @Override
    public String name() {
        return "local-entropy";
    }

    @Override
    public String description() {
        return "Log of the integral of exp(-loss) under a Gaussian window around the point.";
    }

    @Override
    public Class<LocalEntropyParameters> parameters() {
        return LocalEntropyParameters.class;
    }

    @Override
    public Metric create(LocalEntropyParameters parameters) {
        return new LocalEntropy(parameters);
    }
}
