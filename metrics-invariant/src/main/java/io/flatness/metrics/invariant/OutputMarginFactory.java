package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code output-margin}. */
public final class OutputMarginFactory implements MetricFactory<OutputMarginParameters> {
    @Override
    public String name() {
        return "output-margin";
    }

    @Override
    public String description() {
        return "How far, at a percentile of the samples, the output of the label lies above the next: a measure of the function alone.";
    }

    @Override
    public Class<OutputMarginParameters> parameters() {
        return OutputMarginParameters.class;
    }

    @Override
    public Metric create(OutputMarginParameters parameters) {
        return new OutputMargin(parameters);
    }
}
