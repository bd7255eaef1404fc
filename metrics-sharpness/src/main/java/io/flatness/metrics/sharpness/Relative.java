package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.HashMap;
import java.util.Map;

/** The size in whose units a parameter is perturbed. */
public enum Relative {
    /** |θᵢ|. */
    ELEMENT,
    /**
     * The Euclidean norm of the weights that enter the same unit or channel, for the weights of affine layers; |θᵢ| for all
     * others.
     */
    FILTER,
    /** The Euclidean norm of the tensor that holds the parameter: weights and biases apart. */
    LAYER;

    /** The sizes of every parameter, length n. */
    double[] sizes(Minimum minimum) {
        double[] theta = minimum.theta();
        double[] sizes = new double[theta.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(theta[i]);
        }
        if (this == LAYER) {
            for (Block block : minimum.surface().layout().blocks()) {
                int[] one = new int[block.size()];
                together(theta, block, one, 1, sizes);
            }
        } else if (this == FILTER) {
            Map<String, Affine> affine = new HashMap<>();
            minimum.surface()
                    .as(NetworkLoss.class)
                    .ifPresent(network -> network.architecture()
                            .affineLayers()
                            .forEach(layer -> affine.put(layer.weight().name(), layer)));
            for (Block block : minimum.surface().layout().blocks()) {
                Affine layer = affine.get(block.name());
                if (layer != null) {
                    int[] units = new int[block.size()];
                    for (int k = 0; k < units.length; k++) {
                        units[k] = layer.outputUnit(k);
                    }
                    together(theta, block, units, layer.outputUnits(), sizes);
                }
            }
        }
        return sizes;
    }

    private static void together(double[] theta, Block block, int[] groups, int count, double[] sizes) {
        double[][] members = new double[count][];
        int[] filled = new int[count];
        for (int group : groups) {
            filled[group]++;
        }
        for (int g = 0; g < count; g++) {
            members[g] = new double[filled[g]];
            filled[g] = 0;
        }
        for (int k = 0; k < groups.length; k++) {
            members[groups[k]][filled[groups[k]]++] = theta[block.offset() + k];
        }
        double[] norms = new double[count];
        for (int g = 0; g < count; g++) {
            norms[g] = Norm.L2.of(members[g]);
        }
        for (int k = 0; k < groups.length; k++) {
            sizes[block.offset() + k] = norms[groups[k]];
        }
    }
}
