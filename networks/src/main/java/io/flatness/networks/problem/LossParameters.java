package io.flatness.networks.problem;

import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** The loss: its name, or an object with its {@code type} and constants. */
public sealed interface LossParameters {
    /** The loss with its reduction and penalty. */
    Objective objective();

    private static void requireL2(double l2) {
        if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException("l2", "l2 is " + l2 + "; it must be finite and not negative");
        }
    }

    /** −log softmax(f)_y. */
    record CrossEntropy(
            @Param(doc = "s in [0, 1]: the target becomes (1 − s) of itself and s spread evenly", defaultValue = "0")
            double labelSmoothing,

            @Param(doc = "mean or sum over samples", defaultValue = "mean")
            Reduction reduction,

            @Param(doc = "λ of the penalty ½ λ ‖θ‖², at least 0", defaultValue = "0")
            double l2)
            implements LossParameters {
        /** Checks the ranges. */
        public CrossEntropy {
            requireL2(l2);
            if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
                throw new InvalidParameterException(
                        "labelSmoothing", "labelSmoothing is " + labelSmoothing + "; it must lie in [0, 1]");
            }
        }

        @Override
        public Objective objective() {
            return new Objective(new SoftmaxCrossEntropy(labelSmoothing), reduction, l2);
        }
    }

    /** ½ ‖f − y‖². */
    record Mse(
            @Param(doc = "mean or sum over samples", defaultValue = "mean")
            Reduction reduction,

            @Param(doc = "λ of the penalty ½ λ ‖θ‖², at least 0", defaultValue = "0")
            double l2)
            implements LossParameters {
        /** Checks the ranges. */
        public Mse {
            requireL2(l2);
        }

        @Override
        public Objective objective() {
            return new Objective(new SquaredError(false), reduction, l2);
        }
    }

    /** ‖f − y‖² / C, PyTorch's mean over elements. */
    record TorchMse(
            @Param(doc = "mean or sum over samples", defaultValue = "mean")
            Reduction reduction,

            @Param(doc = "λ of the penalty ½ λ ‖θ‖², at least 0", defaultValue = "0")
            double l2)
            implements LossParameters {
        /** Checks the ranges. */
        public TorchMse {
            requireL2(l2);
        }

        @Override
        public Objective objective() {
            return new Objective(new SquaredError(true), reduction, l2);
        }
    }

    /** log(1 + exp(−y f)). */
    record Logistic(
            @Param(doc = "mean or sum over samples", defaultValue = "mean")
            Reduction reduction,

            @Param(doc = "λ of the penalty ½ λ ‖θ‖², at least 0", defaultValue = "0")
            double l2)
            implements LossParameters {
        /** Checks the ranges. */
        public Logistic {
            requireL2(l2);
        }

        @Override
        public Objective objective() {
            return new Objective(new io.flatness.networks.loss.Logistic(), reduction, l2);
        }
    }
}
