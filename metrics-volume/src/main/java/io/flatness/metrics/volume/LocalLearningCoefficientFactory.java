package io.flatness.metrics.volume;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** The metric {@code local-learning-coefficient}. */
public final class LocalLearningCoefficientFactory implements MetricFactory<LocalLearningCoefficientParameters> {
    @Override
    public String name() {
        return "local-learning-coefficient";
    }

    @Override
    public String description() {
        return "How fast the volume of low loss shrinks with the loss: half the number of directions that count.";
    }

    @Override
    public Class<LocalLearningCoefficientParameters> parameters() {
        return LocalLearningCoefficientParameters.class;
    }

    @Override
    public Metric create(LocalLearningCoefficientParameters parameters) {
        return new LocalLearningCoefficient(parameters);
    }
}
