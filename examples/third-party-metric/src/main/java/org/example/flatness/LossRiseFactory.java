package org.example.flatness;

import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;

/** Makes {@code loss-rise} from the parameters of an experiment. */
public final class LossRiseFactory implements MetricFactory<LossRiseParameters> {
    @Override
    public String name() {
        return "loss-rise";
    }

    @Override
    public String description() {
        return "Mean rise of the loss at a given distance in uniformly random directions";
    }

    @Override
    public Class<LossRiseParameters> parameters() {
        return LossRiseParameters.class;
    }

    @Override
    public Metric create(LossRiseParameters parameters) {
        return new LossRise(parameters);
    }
}
