package io.flatness.metrics.volume;

import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code volume-star}. */
public record VolumeStarParameters(
        @Param(doc = "Rise of the cost that still counts as flat, > 0.", defaultValue = "0.01")
        double epsilon,

        @Param(doc = "Loss-equivalent evaluations that the search may take, ≥ 100.", defaultValue = "48000")
        long budget,

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
        Cost cost,

        @Param(
                doc = "Radius of a ball around the point, > 0: the volume inside it, finite where the whole is not.",
                optional = true)
        @Nullable
        Double radius) {
    /** Checks the ranges. */
    public VolumeStarParameters {
        Checks.epsilon(epsilon);
        Checks.budget(budget);
        Checks.radius(radius);
    }

    /** The radius, infinite when there is none. */
    double reach() {
        return radius == null ? Double.POSITIVE_INFINITY : radius;
    }
}
