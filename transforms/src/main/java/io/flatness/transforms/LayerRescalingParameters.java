package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of {@code layer-rescaling}: {@code layers} with {@code alpha}, or {@code alphas}.
 *
 * @param layers two indices of affine layers
 * @param alpha factor of the first of them; the second is divided by it
 * @param alphas one factor per affine layer
 */
public record LayerRescalingParameters(
        @Param(
                doc = "two affine layers [i, j], numbered from 0 in topological order: i is multiplied by alpha, j"
                        + " divided by it",
                optional = true)
        @Nullable
        List<Integer> layers,

        @Param(doc = "factor of layer i, positive; a power of two keeps every output bit", optional = true) @Nullable
        Double alpha,

        @Param(
                doc = "instead of layers and alpha: one positive factor per affine layer, with product 1",
                optional = true)
        @Nullable
        List<Double> alphas) {
    /** How far the product of the factors may be from 1: what 15 written digits lose. */
    private static final double PRODUCT_TOLERANCE = 1e-13;

    /** Checks that one of the two forms is given and its factors are positive. */
    public LayerRescalingParameters {
        if (alphas != null) {
            if (layers != null || alpha != null) {
                throw new InvalidParameterException(
                        "alphas", "alphas stands for all layers: give either alphas, or layers with alpha, not both");
            }
            alphas = List.copyOf(alphas);
            checkProduct(alphas);
        } else {
            if (layers == null || alpha == null) {
                throw new InvalidParameterException(
                        "", "give layers: [i, j] with alpha: a, or alphas: [a_0, a_1, …] with product 1");
            }
            layers = List.copyOf(layers);
            if (layers.size() != 2 || layers.get(0).equals(layers.get(1))) {
                throw new InvalidParameterException(
                        "layers", "layers is " + layers + "; give two different affine layers, for example [0, 1]");
            }
            Factors.requirePositive("alpha", alpha);
        }
    }

    private static void checkProduct(List<Double> alphas) {
        double product = 1;
        for (double factor : alphas) {
            Factors.requirePositive("alphas", factor);
            product *= factor;
        }
        if (!(Math.abs(product - 1) <= PRODUCT_TOLERANCE)) {
            throw new InvalidParameterException(
                    "alphas",
                    "alphas have the product " + product
                            + "; it must be 1, otherwise the outputs change by that factor");
        }
    }
}
