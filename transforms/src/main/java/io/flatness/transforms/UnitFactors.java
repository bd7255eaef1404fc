package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.Map;

/** Factors for the output units of one affine layer; BatchNorm passes them on, the next affine layers cancel them. */
record UnitFactors(NodeRescalingParameters parameters) implements Symmetry {
    @Override
    public Assignment at(NetworkLoss network, double[] theta, Context context) {
        Scales scales = parameters.scales();
        Layer layer = layer(network);
        return scaling(
                network,
                scales == null
                        ? single(layer)
                        : scales.forUnits(layer, parameters.log2Range(), context.random("node-rescaling.scales")));
    }

    @Override
    public Assignment typical(NetworkLoss network) {
        Scales scales = parameters.scales();
        Layer layer = layer(network);
        return scaling(network, scales == null ? single(layer) : scales.typical(layer));
    }

    private int position(NetworkLoss network) {
        return Networks.affineLayer(network.architecture(), "layer", parameters.layer());
    }

    private Layer layer(NetworkLoss network) {
        return network.architecture().layers().get(position(network));
    }

    private Assignment scaling(NetworkLoss network, double[] factors) {
        return new Targeted(Map.of(position(network), UnitMap.scaling(factors)));
    }

    private double[] single(Layer layer) {
        Integer unit = parameters.unit();
        Double scale = parameters.scale();
        if (unit == null || scale == null) {
            throw new AssertionError("the parameters were checked");
        }
        Networks.requireUnit(layer, "unit", unit);
        double[] factors = new double[layer.units()];
        Arrays.fill(factors, 1);
        factors[unit] = scale;
        return factors;
    }
}
