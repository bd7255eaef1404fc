package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code pac-bayes-sigma}. */
public record PacBayesSigmaParameters(
        @Param(doc = "Mean rise of the loss that the noise may cause, > 0.", defaultValue = "0.1")
        double rise,

        @Param(
                doc = "Whether the noise on each parameter is proportional to its size: σ|θ_i| instead of σ.",
                defaultValue = "false")
        boolean adaptive,

        @Param(doc = "Relative standard error of σ at which to stop drawing, in (0, 1).", defaultValue = "0.01")
        double tolerance,

        @Param(doc = "Pairs of opposite noise vectors at most, ≥ 16.", defaultValue = "512")
        int samples,

        @Param(
                doc =
                        "Samples of the data that each pair is tried on, drawn anew for every pair; 0 for all of them. The"
                                + " standard error holds their part.",
                defaultValue = "0")
        int batch,

        @Included Scope scope) {
    /** Checks the ranges. */
    public PacBayesSigmaParameters {
        Checks.positive("rise", rise);
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new InvalidParameterException("tolerance", "tolerance is " + tolerance + " but must lie in (0, 1)");
        }
        if (samples < 16) {
            throw new InvalidParameterException("samples", "samples is " + samples + " but must be at least 16");
        }
        if (batch < 0) {
            throw new InvalidParameterException("batch", "batch is " + batch + " but must be at least 0");
        }
    }
}
