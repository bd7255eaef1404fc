package io.flatness.analyses.landscape;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;

/** How long a random direction is, compared with the parameters. */
enum Normalization {
    /** Each filter as long as that of the parameters; biases and the parameters of norms stand still. Source: Li et al. (2018). */
    FILTER {
        @Override
        double[] apply(double[] direction, Minimum minimum) {
            NetworkLoss network = minimum.surface()
                    .as(NetworkLoss.class)
                    .orElseThrow(() ->
                            new RefusedException("normalize: filter needs a network with layers; a plain function of"
                                    + " its parameters takes layer or none"));
            double[] normalized = new double[direction.length];
            for (Affine layer : network.architecture().affineLayers()) {
                Block weight = layer.weight();
                double[] own = new double[layer.outputUnits()];
                double[] drawn = new double[layer.outputUnits()];
                for (int k = 0; k < weight.size(); k++) {
                    int unit = layer.outputUnit(k);
                    own[unit] = Math.hypot(own[unit], minimum.theta()[weight.offset() + k]);
                    drawn[unit] = Math.hypot(drawn[unit], direction[weight.offset() + k]);
                }
                for (int k = 0; k < weight.size(); k++) {
                    int unit = layer.outputUnit(k);
                    int i = weight.offset() + k;
                    normalized[i] = drawn[unit] == 0 ? 0 : direction[i] * own[unit] / drawn[unit];
                }
            }
            return normalized;
        }
    },
    /** Each tensor as long as that of the parameters. */
    LAYER {
        @Override
        double[] apply(double[] direction, Minimum minimum) {
            double[] normalized = new double[direction.length];
            for (Block block : minimum.surface().layout().blocks()) {
                double own = 0;
                double drawn = 0;
                for (int i = block.offset(); i < block.end(); i++) {
                    own = Math.hypot(own, minimum.theta()[i]);
                    drawn = Math.hypot(drawn, direction[i]);
                }
                for (int i = block.offset(); i < block.end(); i++) {
                    normalized[i] = drawn == 0 ? 0 : direction[i] * own / drawn;
                }
            }
            return normalized;
        }
    },
    /** Of length 1. */
    NONE {
        @Override
        double[] apply(double[] direction, Minimum minimum) {
            return Plane.scaled(1 / Plane.norm(direction), direction);
        }
    };

    /** The direction in the length that belongs to a point; a new array. */
    abstract double[] apply(double[] direction, Minimum minimum);
}
