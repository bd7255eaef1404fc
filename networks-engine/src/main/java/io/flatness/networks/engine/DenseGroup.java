package io.flatness.networks.engine;

import io.flatness.networks.engine.DenseChain.Link;
import java.util.List;

/**
 * What some samples bring to dense layers, kept so that steps can be bounded that all of them share.
 *
 * <p>Arrays are by layer, and in a layer sample by sample.
 */
final class DenseGroup {
    /** Numbers that a group may keep: 240 MB. */
    private static final long ROOM = 30_000_000;

    private final List<Link> links;
    private final int samples;
    private final double[][] inputs;
    private final double[][] distances;
    private final double[][] reaches;
    private final double[][] raises;
    private final double[][] seen;
    private final double[][] inputReaches;
    private final double[] curvatures;

    DenseGroup(DenseChain chain, int samples) {
        this.links = chain.links();
        this.samples = samples;
        int hidden = links.size() - 1;
        this.inputs = new double[links.size()][];
        this.distances = new double[hidden][];
        this.reaches = new double[hidden][];
        this.raises = new double[hidden][];
        this.seen = new double[hidden][];
        this.inputReaches = new double[links.size()][samples];
        this.curvatures = new double[samples];
        for (int l = 0; l < links.size(); l++) {
            inputs[l] = new double[samples * links.get(l).fanIn()];
            if (l < hidden) {
                int units = samples * links.get(l).fanOut();
                distances[l] = new double[units];
                reaches[l] = new double[units];
                raises[l] = new double[units];
                seen[l] = new double[units];
            }
        }
    }

    /** How many samples a group of a chain takes. */
    static int most(DenseChain chain) {
        long each = 1;
        for (Link link : chain.links()) {
            each += link.fanIn() + 6L * link.fanOut();
        }
        return (int) Math.max(1, ROOM / each);
    }

    int samples() {
        return samples;
    }

    /** Keeps a sample that has gone forward and backward. */
    void keep(int index, DenseSample sample, double curvature) {
        curvatures[index] = curvature;
        for (int l = 0; l < links.size(); l++) {
            put(sample.inputs(l), inputs[l], index);
            inputReaches[l][index] = sample.inputReach(l);
            if (l < distances.length) {
                put(sample.distances(l), distances[l], index);
                put(sample.unitReaches(l), reaches[l], index);
                put(sample.raises(l), raises[l], index);
                put(sample.seen(l), seen[l], index);
            }
        }
    }

    private static void put(double[] from, double[] into, int index) {
        System.arraycopy(from, 0, into, index * from.length, from.length);
    }

    /** The inputs of a layer. */
    double[] inputs(int l) {
        return inputs[l];
    }

    /** How far the input of a layer moves at most, for every sample. */
    double[] inputReaches(int l) {
        return inputReaches[l];
    }

    /** How far every unit behind a layer is from its kink. */
    double[] distances(int l) {
        return distances[l];
    }

    /** How far the sum of every unit moves at most. */
    double[] reaches(int l) {
        return reaches[l];
    }

    /** What crossing its kink by one adds to the loss, for every unit; at least 0. */
    double[] raises(int l) {
        return raises[l];
    }

    /** How much of a unit's crossing its kink by one the curvature of the loss sees: ‖Rᵀ ∂f/∂h‖ for ∂²ℓ/∂f² = R Rᵀ. */
    double[] seen(int l) {
        return seen[l];
    }

    /** The largest eigenvalue of ∂²ℓ/∂f², from above, for every sample. */
    double[] curvatures() {
        return curvatures;
    }
}
