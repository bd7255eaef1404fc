package io.flatness.metrics.volume;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code volume-lower-bound}. */
public record VolumeLowerBoundParameters(
        @Param(doc = "Rise of the loss that still counts as flat, > 0.", defaultValue = "0.01")
        double epsilon,

        @Param(doc = "How many disjoint boxes the certificate counts at most, ≥ 1.", defaultValue = "32")
        int budget,

        @Param(doc = "Largest absolute weight in any box of the certificate, ≥ 1.", defaultValue = "1e300")
        double maxScale,

        @Param(
                doc = "Two affine layers between which to scale, numbered from 0; without it the pair whose boxes grow"
                        + " fastest.",
                optional = true)
        int @Nullable [] layers) {
    /** Checks the ranges. */
    public VolumeLowerBoundParameters {
        Checks.epsilon(epsilon);
        if (budget < 1) {
            throw new InvalidParameterException("budget", "budget is " + budget + " boxes but must be at least 1");
        }
        if (!(maxScale >= 1)) {
            throw new InvalidParameterException("maxScale", "maxScale is " + maxScale + " but must be at least 1");
        }
        if (layers != null && (layers.length != 2 || layers[0] == layers[1] || layers[0] < 0 || layers[1] < 0)) {
            throw new InvalidParameterException("layers", "layers must be two different indices of affine layers");
        }
    }
}
