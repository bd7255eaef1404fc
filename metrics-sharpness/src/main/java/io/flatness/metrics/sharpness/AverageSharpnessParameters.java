package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code average-sharpness}. */
public record AverageSharpnessParameters(
        @Param(doc = "Standard deviation of the noise, > 0.", defaultValue = "0.01")
        double sigma,

        @Param(
                doc = "Whether the noise on each parameter is proportional to its size: σ|θ_i| instead of σ.",
                defaultValue = "false")
        boolean adaptive,

        @Param(doc = "Law of the noise: gaussian, or uniform on [−√3 σ, √3 σ].", defaultValue = "gaussian")
        Noise noise,

        @Param(doc = "Pairs of opposite noise vectors, ≥ 2.", defaultValue = "200")
        int samples,

        @Param(
                doc =
                        "Samples of the data that each pair is tried on, drawn anew for every pair; 0 for all of them. The"
                                + " standard error holds their part.",
                defaultValue = "0")
        int batch,

        @Included Scope scope) {
    /** Checks the ranges. */
    public AverageSharpnessParameters {
        Checks.positive("sigma", sigma);
        if (samples < 2) {
            throw new InvalidParameterException("samples", "samples is " + samples + " but must be at least 2");
        }
        if (batch < 0) {
            throw new InvalidParameterException("batch", "batch is " + batch + " but must be at least 0");
        }
    }
}
