package io.flatness.metrics.sharpness;

import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of {@code critical-sharpness}.
 *
 * @param update the update, which is subtracted; owned by the record
 */
public record CriticalSharpnessParameters(
        @Param(doc = "The update u of θ − ηu, one number per parameter; the gradient when left out", optional = true)
        double @Nullable [] update,

        @Param(
                doc =
                        "Take the gradient of the first samples, as many as this, while the loss is that of all; 0 for the"
                                + " gradient of all.",
                defaultValue = "0")
        int gradientOf,

        @Included Scope scope) {
    /** Checks the ranges. */
    public CriticalSharpnessParameters {
        if (update != null && !Arrays.stream(update).allMatch(Double::isFinite)) {
            throw new InvalidParameterException("update", "update must hold finite numbers");
        }
        if (gradientOf < 0) {
            throw new InvalidParameterException(
                    "gradientOf", "gradientOf is " + gradientOf + " but must be at least 0");
        }
    }
}
