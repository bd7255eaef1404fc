package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;

/**
 * Definition 5 between two affine layers: the first times α, the second times 1/α, the biases from the first up to before
 * the second times α.
 *
 * <p>Through activations of another degree p the earlier layer takes its factor as it stands and the later one what
 * cancels it: c and c^−p for a squared rectifier.
 */
record LayerPair(int first, int second, double alpha) implements Symmetry {
    @Override
    public Assignment typical(NetworkLoss network) {
        Architecture architecture = network.architecture();
        Networks.affineLayer(architecture, "layers", first);
        Networks.affineLayer(architecture, "layers", second);
        int earlier = Math.min(first, second);
        int later = Math.max(first, second);
        double factor = first < second ? alpha : 1 / alpha;
        return (position, layer, inputs) -> {
            double scale = LayerScale.common(layer, inputs);
            int index = layer.affine().map(affine -> affine.index()).orElse(-1);
            if (index == earlier) {
                scale *= factor;
            } else if (index == later) {
                scale = 1;
            }
            return UnitMap.uniform(layer.units(), scale);
        };
    }

    @Override
    public Assignment at(NetworkLoss network, double[] theta, Context context) {
        return typical(network);
    }
}
