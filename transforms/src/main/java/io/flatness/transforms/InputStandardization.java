package io.flatness.transforms;

import io.flatness.spi.Transform;

/** Feature standardization: the network reads (x − mean)/deviation and its first layer takes that back. */
final class InputStandardization {
    private InputStandardization() {}

    /** No parameters: means and deviations come from the data. */
    record Parameters() {}

    static Transform of(Parameters parameters) {
        return new InputChange("input-standardization", (network, centered, context) -> {
            InputMoments moments = new InputMoments(network);
            double[] mean = moments.mean();
            double[] deviation = moments.deviation(mean);
            return new StandardizedInput(centered ? mean : new double[mean.length], deviation);
        });
    }
}
