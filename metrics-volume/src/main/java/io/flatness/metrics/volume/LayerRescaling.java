package io.flatness.metrics.volume;

import io.flatness.numerics.RescalingGroup;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rescalings of a layer that are none between two affine layers: those of the group of the network that leave its statistics
 * alone, such as the scale of a BatchNorm and the layer that takes it back.
 */
final class LayerRescaling {
    private static final int SAMPLES = 4;

    private LayerRescaling() {}

    /** Every coordinate of the group with whole exponents, turned so that the determinant does not shrink with α. */
    static List<LayerPair> all(NetworkLoss network) {
        List<LayerPair> found = new ArrayList<>();
        for (RescalingGroup.Generator generator : RescalingGroup.of(network.architecture(), RescalingGroup.Level.LAYER)
                .generators()) {
            int[] exponents = new int[network.dimension()];
            boolean whole = true;
            for (int m = 0; m < generator.parameters().length; m++) {
                exponents[generator.parameters()[m]] = (int) generator.exponents()[m];
                whole &= generator.exponents()[m] == Math.rint(generator.exponents()[m]);
            }
            LayerPair family = new LayerPair(-1, -1, exponents);
            if (whole && leavesStatisticsAlone(network, exponents)) {
                found.add(family.determinantExponent() < 0 ? family.reversed() : family);
            }
        }
        return found;
    }

    /**
     * Whether the parameters alone carry the factor: the group may also scale running statistics, which are none. Told by
     * the outputs at a point where no weight is special; factors of two change no bit of them.
     */
    private static boolean leavesStatisticsAlone(NetworkLoss network, int[] exponents) {
        double[] point = new double[exponents.length];
        double[] scaled = new double[exponents.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = 0.3 * Math.cos(1.7 * k + 0.2) + 0.1;
            scaled[k] = Math.scalb(point[k], exponents[k]);
        }
        int count = Math.min(SAMPLES, network.sampleCount());
        EmpiricalRisk few = network.restrictedTo(IntStream.range(0, count).toArray());
        double[] before = few.outputs(point);
        double[] after = few.outputs(scaled);
        for (int k = 0; k < before.length; k++) {
            if (!(Math.abs(before[k] - after[k]) <= 1e-9 * (1 + Math.abs(before[k])))) {
                return false;
            }
        }
        return true;
    }
}
