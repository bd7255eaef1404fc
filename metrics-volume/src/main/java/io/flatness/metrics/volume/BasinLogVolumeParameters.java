package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code basin-log-volume}. */
public record BasinLogVolumeParameters(
        @Param(doc = "Rise of the cost that still counts as flat, > 0.", defaultValue = "0.01")
        double epsilon,

        @Param(doc = "Loss-equivalent evaluations that the search may take, ≥ 100.", defaultValue = "48000")
        long budget,

        @Param(
                doc =
                        "Standard deviation of the Gaussian around the origin, > 0; without it the root mean square of the"
                                + " parameters at the point.",
                optional = true)
        @Nullable
        Double sigma,

        @Param(
                doc =
                        "What shapes the directions: none, diagonal (of the Hessian), hessian or gauss-newton. It changes the"
                                + " error and not the quantity.",
                defaultValue = "hessian")
        Curvature preconditioner,

        @Param(
                doc = "What must not rise by epsilon: loss, or kl, the mean divergence of the predictions from those at"
                        + " the point.",
                defaultValue = "loss")
        Cost cost) {
    /** Checks the ranges. */
    public BasinLogVolumeParameters {
        Checks.epsilon(epsilon);
        Checks.budget(budget);
        if (sigma != null && !(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException("sigma", "sigma is " + sigma + " but must be positive and finite");
        }
    }
}
