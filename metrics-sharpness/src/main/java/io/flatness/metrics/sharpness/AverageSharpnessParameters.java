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

        @Included Scope scope) {
    /** Checks the ranges. */
    public AverageSharpnessParameters {
        Checks.positive("sigma", sigma);
        if (samples < 2) {
            throw new InvalidParameterException("samples", "samples is " + samples + " but must be at least 2");
        }
    }
}
