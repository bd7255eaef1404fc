package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code volume-laplace}. */
public record VolumeLaplaceParameters(
        @Param(doc = "Rise of the loss that still counts as flat, > 0.", defaultValue = "0.01")
        double epsilon,

        @Param(doc = "Eigenvalues below this part of the largest count as zero, in (0, 1).", defaultValue = "1e-9")
        double tolerance,

        @Param(
                doc =
                        "What to do with directions that do not curve upward: refuse, since the ellipsoid has no end there; or"
                                + " leave-out, for the volume in the subspace of the others.",
                defaultValue = "refuse")
        FlatDirections flat) {
    /** What to do with directions that do not curve upward. */
    public enum FlatDirections {
        /** Give no value. */
        REFUSE,
        /** Measure in the subspace of the others. */
        LEAVE_OUT
    }

    /** Checks the ranges. */
    public VolumeLaplaceParameters {
        Checks.epsilon(epsilon);
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new InvalidParameterException("tolerance", "tolerance is " + tolerance + " but must be in (0, 1)");
        }
    }
}
