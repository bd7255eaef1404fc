package io.flatness.networks.problem;

import io.flatness.networks.data.DataParameters;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.train.TrainParameters;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the problem {@code network}.
 *
 * @param model the network
 * @param data what the loss is taken on
 * @param test held-out data
 * @param loss the loss
 * @param train how to train, when it is trained here
 * @param precision arithmetic inside
 * @param kinks what a kink close by means for the Hessian
 */
public record NetworkParameters(
        @Param(doc = "The network: {file}, {file, layers, layout}, {layers, activation, bias} or {weights, biases}")
        ModelParameters model,

        @Param(doc = "The data of the loss: {type: digits | csv | idx | npz | inline | random}")
        DataParameters data,

        @Param(doc = "Held-out data of the same kind: their loss and accuracy are reported", optional = true) @Nullable
        DataParameters test,

        @Param(doc = "cross-entropy, mse, torch-mse or logistic, or an object {type, labelSmoothing, reduction, l2}")
        LossParameters loss,

        @Param(
                doc = "Trains the network before it is measured: {optimizer, epochs, batchSize, polish}",
                optional = true)
        @Nullable
        TrainParameters train,

        @Param(doc = "float64, or float32 inside the layers", defaultValue = "float64")
        Precision precision,

        @Param(
                doc = "warn, or strict: measures of the Hessian are undefined where a pre-activation lies within 1e-8"
                        + " of a kink",
                defaultValue = "warn")
        Kinks kinks) {

    /** What a kink close by means. */
    public enum Kinks {
        /** It is reported. */
        WARN,
        /** The Hessian is undefined. */
        STRICT
    }
}
