package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code fisher-rao-norm}. */
public final class FisherRaoNormFactory implements MetricFactory<FisherRaoNormParameters> {
    @Override
    public String name() {
        return "fisher-rao-norm";
    }

    @Override
    public String description() {
        return "Length of the parameter vector in the Fisher metric.";
    }

    @Override
    public Class<FisherRaoNormParameters> parameters() {
        return FisherRaoNormParameters.class;
    }

    @Override
    public Metric create(FisherRaoNormParameters parameters) {
        return new FisherRaoNorm(parameters);
    }
}
