package io.flatness.metrics.sharpness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code pac-bayes-sigma}. */
public final class PacBayesSigmaFactory implements MetricFactory<PacBayesSigmaParameters> {
    @Override
    public String name() {
        return "pac-bayes-sigma";
    }

    @Override
    public String description() {
        return "Standard deviation of the noise at which the loss rises by a given amount on average.";
    }

    @Override
    public Class<PacBayesSigmaParameters> parameters() {
        return PacBayesSigmaParameters.class;
    }

    @Override
    public Metric create(PacBayesSigmaParameters parameters) {
        return new PacBayesSigma(parameters);
    }
}
