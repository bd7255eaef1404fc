package io.flatness.networks.train;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained before it is measured.
 *
 * @param optimizer the rule of the steps
 * @param epochs passes over the data
 * @param batchSize samples per step
 * @param learningRate size of the steps
 * @param momentum of SGD
 * @param polish a minimization of the full loss afterwards
 */
public record TrainParameters(
        @Param(doc = "adam or sgd", defaultValue = "adam") Optimizer optimizer,

        @Param(doc = "Passes over the data, at least 0; 0 polishes the initial point", defaultValue = "50")
        int epochs,

        @Param(doc = "Samples per step, at least 1; the last batch of an epoch may be smaller", defaultValue = "64")
        int batchSize,

        @Param(doc = "Size of the steps, greater than 0; 1e-3 for adam and 0.1 for sgd when left out", optional = true)
        @Nullable
        Double learningRate,

        @Param(doc = "Momentum of sgd, in [0, 1)", defaultValue = "0.9")
        double momentum,

        @Param(doc = "Minimizes the full loss afterwards until its gradient is small: {gradientNorm}", optional = true)
        @Nullable
        Polish polish) {

    /** Rules of the steps. */
    public enum Optimizer {
        /** Adam. Source: Kingma and Ba (2015), ICLR. */
        ADAM,
        /** Stochastic gradient descent with heavy-ball momentum. */
        SGD
    }

    /**
     * A minimization of the full loss by L-BFGS and then Newton's method.
     *
     * @param gradientNorm what ‖∇L‖₂ should reach
     * @param budget gradient evaluations allowed
     */
    public record Polish(
            @Param(doc = "‖∇L‖₂ to reach, greater than 0", defaultValue = "1e-6")
            double gradientNorm,

            @Param(doc = "Gradients (and Hessian-vector products) allowed, at least 1", defaultValue = "5000")
            int budget) {
        /** Checks the ranges. */
        public Polish {
            if (!(gradientNorm > 0)) {
                throw new InvalidParameterException(
                        "gradientNorm", "gradientNorm is " + gradientNorm + "; it must be greater than 0");
            }
            if (budget < 1) {
                throw new InvalidParameterException("budget", "budget is " + budget + "; it must be at least 1");
            }
        }
    }

    /** Checks the ranges. */
    public TrainParameters {
        if (epochs < 0) {
            throw new InvalidParameterException("epochs", "epochs is " + epochs + "; it must be at least 0");
        }
        if (batchSize < 1) {
            throw new InvalidParameterException("batchSize", "batchSize is " + batchSize + "; it must be at least 1");
        }
        if (learningRate != null && !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException(
                    "learningRate", "learningRate is " + learningRate + "; it must be finite and greater than 0");
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new InvalidParameterException("momentum", "momentum is " + momentum + "; it must lie in [0, 1)");
        }
    }

    double stepSize() {
        return learningRate != null ? learningRate : optimizer == Optimizer.ADAM ? 1e-3 : 0.1;
    }
}
