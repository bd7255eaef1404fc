package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.MonomialMap;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;

/** Every affine layer times a factor of its own (Section 3), biases by the cumulative product (Appendix B). */
record LayerFactors(List<Double> alphas) implements Symmetry {
    /** A cumulative product this near to 1 is meant to be 1. */
    private static final double CANCELS = 2e-13;

    @Override
    public Assignment typical(NetworkLoss network) {
        int count = network.architecture().affineLayers().size();
        if (count != alphas.size()) {
            throw new InvalidParameterException(
                    "alphas",
                    "alphas has " + alphas.size() + " factors but the network has " + count + " affine layers: "
                            + Networks.affineLayers(network.architecture()));
        }
        return (position, layer, inputs) -> {
            double scale = LayerScale.common(layer, inputs);
            if (layer.affine().isPresent()) {
                scale *= alphas.get(layer.affine().get().index());
            }
            return UnitMap.uniform(layer.units(), Math.abs(scale - 1) <= CANCELS ? 1 : scale);
        };
    }

    @Override
    public Assignment at(NetworkLoss network, double[] theta, Context context) {
        return typical(network);
    }

    /** The weight factor is α_k itself; the walk finds it as a quotient of cumulative products. */
    @Override
    public Bijection sharpened(Architecture architecture, Bijection map) {
        if (!(map instanceof MonomialMap moved)) {
            return map;
        }
        double[] factor = moved.factor().clone();
        for (Affine affine : architecture.affineLayers()) {
            double alpha = alphas.get(affine.index());
            int offset = affine.weight().offset();
            if (Math.abs(factor[offset] - alpha) <= 2 * Math.ulp(alpha)) {
                Arrays.fill(factor, offset, affine.weight().end(), alpha);
            }
        }
        return new MonomialMap(moved.source(), factor);
    }
}
