package io.flatness.networks.problem;

import io.flatness.networks.engine.Targets;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** The loss: its name, or an object with its {@code type} and constants. */
public sealed interface LossParameters {
    /** The loss with its reduction and penalty. */
    Objective objective();

    /** The label of positions that are left out. */
    default int ignoreIndex() {
        return Targets.IGNORED;
    }

    /** From the losses of samples to that of the data: the keys that all losses share. */
    record Total(
            @Param(doc = "mean or sum over samples", defaultValue = "mean")
            Reduction reduction,

            @Param(doc = "λ of the penalty ½ λ ‖θ‖², at least 0", defaultValue = "0")
            double l2) {
        /** Checks the ranges. */
        public Total {
            if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
                throw new InvalidParameterException("l2", "l2 is " + l2 + "; it must be finite and not negative");
            }
        }

        Objective of(Loss loss) {
            return new Objective(loss, reduction, l2);
        }
    }

    /** −log softmax(f)_y. */
    record CrossEntropy(
            @Param(doc = "s in [0, 1]: the target becomes (1 − s) of itself and s spread evenly", defaultValue = "0")
            double labelSmoothing,

            @Param(doc = "Label of positions of a sequence that are left out", defaultValue = "-100")
            int ignoreIndex,

            @Included Total total)
            implements LossParameters {
        /** Checks the ranges. */
        public CrossEntropy {
            if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
                throw new InvalidParameterException(
                        "labelSmoothing", "labelSmoothing is " + labelSmoothing + "; it must lie in [0, 1]");
            }
        }

        @Override
        public Objective objective() {
            return total.of(new SoftmaxCrossEntropy(labelSmoothing));
        }
    }

    /** ½ ‖f − y‖². */
    record Mse(@Included Total total) implements LossParameters {
        @Override
        public Objective objective() {
            return total.of(new SquaredError(SquaredError.Form.HALF));
        }
    }

    /** PyTorch's MSELoss: the mean, or the sum, of (f − y)² over all elements. */
    record TorchMse(@Included Total total) implements LossParameters {
        @Override
        public Objective objective() {
            return total.of(new SquaredError(
                    total.reduction() == Reduction.SUM
                            ? SquaredError.Form.SUM_OF_ELEMENTS
                            : SquaredError.Form.MEAN_OF_ELEMENTS));
        }
    }

    /** log(1 + exp(−y f)). */
    record Logistic(@Included Total total) implements LossParameters {
        @Override
        public Objective objective() {
            return total.of(new io.flatness.networks.loss.Logistic());
        }
    }
}
