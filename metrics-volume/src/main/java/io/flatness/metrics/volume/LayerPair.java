package io.flatness.metrics.volume;

import io.flatness.numerics.RescalingGroup;
import io.flatness.spi.loss.Carried;
import io.flatness.spi.loss.NetworkLoss;
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
        RescalingGroup group = RescalingGroup.of(network.architecture(), RescalingGroup.Level.LAYER);
        return io.flatness.numerics.LayerPair.all(network.architecture(), group).stream()
                .flatMap(pair -> of(network, group, pair).stream())
                .toList();
    }

    /** The pair of two affine layers, if scaling one and unscaling the other preserves the function. */
    static Optional<LayerPair> of(NetworkLoss network, int first, int second) {
        RescalingGroup group = RescalingGroup.of(network.architecture(), RescalingGroup.Level.LAYER);
        return io.flatness.numerics.LayerPair.of(network.architecture(), group, first, second)
                .flatMap(pair -> of(network, group, pair));
    }

    /** Empty where the scale would go into statistics that are not parameters, or a factor is no whole power of it. */
    private static Optional<LayerPair> of(
            NetworkLoss network, RescalingGroup group, io.flatness.numerics.LayerPair pair) {
        double[] doubled = Arrays.stream(pair.coordinates())
                .map(power -> StrictMath.pow(PROBE, power))
                .toArray();
        Carried carried = network.architecture().carry(group.assignment(doubled));
        double[] buffers = carried.buffers().forward(ones(carried.buffers().dimension()));
        if (Arrays.stream(buffers).anyMatch(factor -> factor != 1)) {
            return Optional.empty();
        }
        double[] factor = carried.parameters().forward(ones(network.dimension()));
        int[] exponents = new int[factor.length];
        for (int k = 0; k < exponents.length; k++) {
            exponents[k] = Math.getExponent(factor[k]);
            if (factor[k] != Math.scalb(1.0, exponents[k])) {
                return Optional.empty();
            }
        }
        LayerPair found = new LayerPair(pair.first(), pair.second(), exponents);
        return Optional.of(found.determinantExponent() < 0 ? found.reversed() : found);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
