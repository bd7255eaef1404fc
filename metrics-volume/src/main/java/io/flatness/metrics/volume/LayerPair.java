package io.flatness.metrics.volume;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Carried;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rescaling T_α of Definition 5 between two affine layers, as powers of α: θ'_k = α^{e_k} θ_k leaves the function
 * alone for every α &gt; 0.
 *
 * @param up index of the affine layer whose weights are multiplied by α; −1 where it is another layer
 * @param down index of the affine layer that takes α back; −1 where it is another layer
 * @param exponents e_k of every parameter; biases between the two layers go with α (Appendix B)
 */
record LayerPair(int up, int down, int[] exponents) {
    /** A factor whose powers are read back without rounding. */
    private static final double PROBE = 2;

    /** Both layers as results write them; none where the scale is not that of an affine layer. */
    int[] layers() {
        return up < 0 ? new int[0] : new int[] {up, down};
    }

    /** The logarithm of |det T_α| in units of log α. */
    long determinantExponent() {
        long sum = 0;
        for (int e : exponents) {
            sum += e;
        }
        return sum;
    }

    /** The same family written with 1/α for α. */
    LayerPair reversed() {
        int[] negated = new int[exponents.length];
        for (int k = 0; k < negated.length; k++) {
            negated[k] = -exponents[k];
        }
        return new LayerPair(down, up, negated);
    }

    /** Every pair that the architecture allows, turned so that the determinant does not shrink with α. */
    static List<LayerPair> all(NetworkLoss network) {
        int count = network.architecture().affineLayers().size();
        List<LayerPair> pairs = new ArrayList<>();
        for (int first = 0; first < count; first++) {
            for (int second = first + 1; second < count; second++) {
                of(network, first, second).ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    /** The pair of two affine layers, if scaling one and unscaling the other preserves the function. */
    static Optional<LayerPair> of(NetworkLoss network, int first, int second) {
        try {
            LayerPair pair = new LayerPair(first, second, exponents(network, first, second));
            return Optional.of(pair.determinantExponent() < 0 ? pair.reversed() : pair);
        } catch (RefusedException refused) {
            return Optional.empty();
        }
    }

    private static int[] exponents(NetworkLoss network, int first, int second) {
        Carried carried = network.architecture().carry((position, layer, inputs) -> {
            int index = layer.affine().map(Affine::index).orElse(-1);
            return index == first
                    ? UnitMap.uniform(layer.units(), PROBE)
                    : index == second ? UnitMap.identity(layer.units()) : passedOn(layer, inputs);
        });
        double[] buffers = carried.buffers().forward(ones(carried.buffers().dimension()));
        for (double f : buffers) {
            if (f != 1) {
                throw new RefusedException("the scale would go into statistics that are not parameters");
            }
        }
        double[] factor = carried.parameters().forward(ones(network.dimension()));
        int[] exponents = new int[factor.length];
        boolean moves = false;
        for (int k = 0; k < exponents.length; k++) {
            exponents[k] = Math.getExponent(factor[k]);
            if (factor[k] != Math.scalb(1.0, exponents[k])) {
                throw new RefusedException("a factor is no power of the scale");
            }
            moves |= exponents[k] > 0;
        }
        if (!moves) {
            throw new RefusedException("no parameter grows");
        }
        return exponents;
    }

    /** A layer between the two carries the scale of its inputs through: weights unchanged, biases scaled. */
    private static UnitMap passedOn(Layer layer, List<UnitMap> inputs) {
        return UnitMap.uniform(layer.units(), inputs.get(0).monomial().scale()[0]);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
