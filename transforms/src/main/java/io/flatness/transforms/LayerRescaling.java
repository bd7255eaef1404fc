package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;

/** Definition 5 and its deep form: affine layer k times α_k with Π α_k = 1, biases by the cumulative product. */
final class LayerRescaling {
    private LayerRescaling() {}

    static Transform of(LayerRescalingParameters parameters) {
        return new SymmetryTransform("layer-rescaling", Invariance.LAYER_RESCALING, symmetry(parameters));
    }

    private static Symmetry symmetry(LayerRescalingParameters parameters) {
        if (parameters.to() != null) {
            Integer maxLog2 = parameters.maxLog2();
            return new LayerTarget(
                    parameters.to(), maxLog2 == null ? 6 : maxLog2, Boolean.TRUE.equals(parameters.powersOfTwo()));
        }
        if (parameters.alphas() != null) {
            return new LayerFactors(parameters.alphas());
        }
        if (parameters.layers() != null && parameters.alpha() != null) {
            return new LayerPair(parameters.layers().get(0), parameters.layers().get(1), parameters.alpha());
        }
        throw new InvalidParameterException("", "give layers: [i, j] with alpha, or alphas: [α_0 … α_K]");
    }
}
