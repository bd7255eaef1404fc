package io.flatness.metrics.invariant;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;

/** Parameters of {@code layer-norms}. */
public record LayerNormsParameters(
        @Param(
                doc =
                        "log-product: Σ log ‖W‖²; log-sum: log d + Σ log ‖W‖²/d for d layers; ratio: Σ ‖W‖²_F/‖W‖²₂, the sum of stable ranks",
                defaultValue = "log-product")
        Combination combine,

        @Param(doc = "spectral or frobenius; ratio takes both", defaultValue = "spectral")
        Norm norm,

        @Param(
                doc =
                        "spectral norm of a convolution: matrix, of its kernel as a matrix of channels by windows; or circular, of the map on periodic images",
                defaultValue = "matrix")
        Convolution convolution,

        @Param(doc = "side of the periodic images", defaultValue = "16")
        int side) {
    /** How the layers are put together. */
    public enum Combination {
        /** Σ log ‖W_k‖². */
        LOG_PRODUCT,
        /** log(d (Π ‖W_k‖²)^{1/d}). */
        LOG_SUM,
        /** Σ ‖W_k‖²_F / ‖W_k‖₂². */
        RATIO
    }

    /** Which norm. */
    public enum Norm {
        /** The largest singular value. */
        SPECTRAL,
        /** The root of the sum of squares. */
        FROBENIUS
    }

    /** What a convolution is as a matrix. */
    public enum Convolution {
        /** Output channels by the elements of a window. */
        MATRIX,
        /** The linear map between periodic images, by its blocks of frequencies. */
        CIRCULAR
    }

    /** Checks the range. */
    public LayerNormsParameters {
        if (side < 1 || side > 256) {
            throw new InvalidParameterException("side", "side is " + side + "; it must lie between 1 and 256");
        }
    }
}
