package io.flatness.metrics.invariant;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code input-gradient-norm}. */
public final class InputGradientNormFactory implements MetricFactory<InputGradientNormParameters> {
    @Override
    public String name() {
        return "input-gradient-norm";
    }

    @Override
    public String description() {
        return "Mean norm of the gradient of the loss, or of the outputs, with respect to the input.";
    }

    @Override
    public Class<InputGradientNormParameters> parameters() {
        return InputGradientNormParameters.class;
    }

    @Override
    public Metric create(InputGradientNormParameters parameters) {
        return new InputGradientNorm(parameters);
    }
}
