package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of {@code layer-rescaling}: {@code layers} with {@code alpha}, or {@code alphas}, or {@code to}.
 *
 * @param layers two indices of affine layers
 * @param alpha factor of the first of them; the second is divided by it
 * @param alphas one factor per affine layer
 * @param to a goal instead of numbers
 * @param maxLog2 bound of the goal {@code sharpest}
 * @param powersOfTwo whether a goal is met by powers of two
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
        List<Double> alphas,

        @Param(
                doc =
                        "instead of numbers: balanced (weights of equal norm), unit-norm (norm 1, the last layer takes the"
                                + " rest), flattest or sharpest (smallest or largest trace of the Hessian)",
                optional = true)
        @Nullable
        Target to,

        @Param(
                doc =
                        "with to: sharpest, the largest |log2| of a factor on the outputs of a layer, since the trace has no"
                                + " largest value; 6 when left out",
                optional = true)
        @Nullable
        Integer maxLog2,

        @Param(
                doc = "with to: rounds to powers of two, which keep every output bit; false when left out",
                optional = true)
        @Nullable
        Boolean powersOfTwo) {
    /** What a rescaling aims at. */
    public enum Target {
        /** Weight tensors of equal Frobenius norm: the smallest squared norm of all weights. */
        BALANCED,
        /** Weight tensors of Frobenius norm 1, except for the last. */
        UNIT_NORM,
        /** The smallest trace of the Hessian. */
        FLATTEST,
        /** The largest trace of the Hessian within the bound. */
        SHARPEST
    }

    /** How far the product of the factors may be from 1: what 15 written digits lose. */
    private static final double PRODUCT_TOLERANCE = 1e-13;

    /** The forms with numbers. */
    public LayerRescalingParameters(
            @Nullable List<Integer> layers, @Nullable Double alpha, @Nullable List<Double> alphas) {
        this(layers, alpha, alphas, null, null, null);
    }

    /** Checks that one of the forms is given and its factors are positive. */
    public LayerRescalingParameters {
        if (to == null && (maxLog2 != null || powersOfTwo != null)) {
            throw new InvalidParameterException("", "maxLog2 and powersOfTwo belong to the form with to");
        }
        if (maxLog2 != null) {
            Factors.requireExponent("maxLog2", maxLog2);
        }
        if (to != null) {
            if (layers != null || alpha != null || alphas != null) {
                throw new InvalidParameterException("to", "to chooses the factors: leave layers, alpha and alphas out");
            }
        } else if (alphas != null) {
            if (layers != null || alpha != null) {
                throw new InvalidParameterException(
                        "alphas", "alphas stands for all layers: give either alphas, or layers with alpha, not both");
            }
            alphas = List.copyOf(alphas);
            checkProduct(alphas);
        } else {
            if (layers == null || alpha == null) {
                throw new InvalidParameterException(
                        "",
                        "give layers: [i, j] with alpha: a, or alphas: [a_0, a_1, …] with product 1, or to: balanced");
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
