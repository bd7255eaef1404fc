package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformFactory;
import java.util.Map;

/** Definition 5 and its deep form: affine layer k times α_k with Π α_k = 1, biases by the cumulative product. */
public final class LayerRescaling implements TransformFactory<LayerRescalingParameters> {
    /** Found by {@link java.util.ServiceLoader}. */
    public LayerRescaling() {}

    @Override
    public String name() {
        return "layer-rescaling";
    }

    @Override
    public String description() {
        return "Multiplies affine layers by factors whose product is 1; a rectified network stays the same function.";
    }

    @Override
    public Class<LayerRescalingParameters> parameters() {
        return LayerRescalingParameters.class;
    }

    @Override
    public Map<String, Double> neutral() {
        return Map.of("alpha", 1.0);
    }

    @Override
    public Transform create(LayerRescalingParameters parameters) {
        return new SymmetryTransform(name(), Invariance.LAYER_RESCALING, symmetry(parameters));
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
