package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.linalg.SymmetricEigen;

/** Whitening: the network reads (x − mean)Σ^(−1/2) and its first layer takes that back. */
final class InputWhitening {
    private static final int LARGEST = 2000;

    private InputWhitening() {}

    /**
     * The parameters.
     *
     * @param floor smallest eigenvalue of the covariance relative to the largest
     */
    record Parameters(
            @Param(
                    doc =
                            "eigenvalues of the covariance below this fraction of the largest count as that much; in ]0, 1]",
                    defaultValue = "1e-6")
            double floor) {
        Parameters {
            if (!(floor > 0 && floor <= 1)) {
                throw new InvalidParameterException("floor", "floor is " + floor + "; it must lie in ]0, 1]");
            }
        }
    }

    static Transform of(Parameters parameters) {
        return new InputChange("input-whitening", (network, centered, context) -> {
            int size = network.inputSize();
            if (size > LARGEST) {
                throw new RefusedException("input-whitening builds a covariance of " + size + " × " + size
                        + "; at most " + LARGEST + " features are allowed");
            }
            InputMoments moments = new InputMoments(network);
            double[] mean = moments.mean();
            SymmetricEigen covariance = context.linearAlgebra().eigen(moments.covariance(mean), size);
            if (!(covariance.values()[0] > 0)) {
                throw new RefusedException("input-whitening needs inputs that vary; all samples are alike");
            }
            return WhitenedInput.of(centered ? mean : new double[size], covariance, parameters.floor());
        });
    }
}
