package io.flatness.transforms;

import io.flatness.spi.Transform;
import io.flatness.spi.TransformFactory;

/** Feature standardization: the network reads (x − mean)/deviation and its first layer takes that back. */
public final class InputStandardization implements TransformFactory<InputStandardization.Parameters> {
    /** Found by {@link java.util.ServiceLoader}. */
    public InputStandardization() {}

    /** No parameters: means and deviations come from the data. */
    public record Parameters() {}

    @Override
    public String name() {
        return "input-standardization";
    }

    @Override
    public String description() {
        return "Standardizes the inputs and folds the change into the first layer: the same function of the raw inputs.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Transform create(Parameters parameters) {
        return new InputChange(name(), (network, centered, context) -> {
            InputMoments moments = new InputMoments(network);
            double[] mean = moments.mean();
            double[] deviation = moments.deviation(mean);
            return new StandardizedInput(centered ? mean : new double[mean.length], deviation);
        });
    }
}
