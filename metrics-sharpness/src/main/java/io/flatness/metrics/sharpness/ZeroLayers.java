package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that set the weights of one layer to zero, where the network's output no longer depends on its input: after
 * a rescaling they may lie within any ε (Section 4.3).
 */
final class ZeroLayers {
    private ZeroLayers() {}

    /** One step per affine layer whose parameters may move, and one more for layers with a bias that takes the bias along. */
    static List<double[]> steps(Minimum minimum, Scope.Part part) {
        List<double[]> steps = new ArrayList<>();
        minimum.surface().as(NetworkLoss.class).ifPresent(network -> {
            for (Affine layer : network.architecture().affineLayers()) {
                if (!part.holds(layer.weight())) {
                    continue;
                }
                double[] step = new double[minimum.theta().length];
                erase(minimum.theta(), layer.weight(), step);
                steps.add(step);
                layer.bias().filter(part::holds).ifPresent(bias -> {
                    double[] both = step.clone();
                    erase(minimum.theta(), bias, both);
                    steps.add(both);
                });
            }
        });
        return steps;
    }

    private static void erase(double[] theta, Block block, double[] step) {
        for (int k = block.offset(); k < block.end(); k++) {
            step[k] = -theta[k];
        }
    }
}
