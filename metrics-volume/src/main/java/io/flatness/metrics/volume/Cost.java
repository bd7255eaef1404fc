package io.flatness.metrics.volume;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.Minimum;

/** What must not rise by more than ε. */
public enum Cost {
    /** The loss. */
    LOSS,
    /** The mean Kullback–Leibler divergence of the network's predictions from those at the point. */
    KL;

    /** The same point on the surface of this cost. */
    Minimum of(Minimum minimum) {
        if (this == LOSS) {
            return minimum;
        }
        return DivergenceSurface.around(minimum)
                .orElseThrow(() -> new MeasurementException(
                        "cost kl needs a network with outputs and products with its" + " Jacobian: take cost loss"));
    }
}
