package io.flatness.networks.engine;

import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The losses of samples in tiles, position by position, and how they make up the loss. */
final class SampleLosses {
    private final SampleSet samples;
    private final Objective objective;
    private final int positions;
    private final int width;
    private final int counted;

    /**
     * Losses of samples.
     *
     * @param positions positions of a sample with outputs of their own
     * @param width outputs of a position
     */
    SampleLosses(SampleSet samples, Objective objective, int positions, int width) {
        this.samples = samples;
        this.objective = objective;
        this.positions = positions;
        this.width = width;
        this.counted = samples.counted();
    }

    /** The samples, in tiles. */
    SampleSet samples() {
        return samples;
    }

    /** Number of positions that the loss counts: samples, unless the network answers for each position. */
    int counted() {
        return counted;
    }

    /** Factor of the loss of each position. */
    double weight() {
        return objective.sampleWeight(counted);
    }

    /** What the loss of a sample is, relative to the sum over its positions: so much that the mean over samples is the loss. */
    double sampleFactor() {
        return weight() / objective.sampleWeight(samples.count());
    }

    /** The loss without penalty, of the sums over the positions of each sample. */
    double reduced(double[] sums) {
        return weight() * CompensatedSum.of(sums);
    }

    /**
     * Evaluates the losses of tile t at its outputs; the tile gets their derivatives, unweighted.
     *
     * @param sums where the sum over the positions of each sample goes, all samples; null when it is not asked for
     */
    void evaluate(int t, Tile<?> tile, double @Nullable [] sums) {
        double[] target = new double[width];
        Loss loss = objective.loss();
        for (int i = 0; i < samples.size(t); i++) {
            int index = samples.start(t) + i;
            double sum = 0;
            for (int position = 0; position < positions; position++) {
                int at = (i * positions + position) * width;
                if (samples.leavesOut(index, position)) {
                    Arrays.fill(tile.lossGradients, at, at + width, 0);
                    Arrays.fill(tile.lossStates, at, at + width, 0);
                    continue;
                }
                samples.target(index, position, target, loss);
                sum += loss.evaluate(tile.outputs, at, target, tile.lossGradients, tile.lossStates);
            }
            if (sums != null) {
                sums[index] = sum;
            }
        }
    }

    /** Applies a map to a tangent of the outputs of each position of tile t; positions that are left out become 0. */
    void apply(OutputMap map, int t, Tile<?> tile, double[] rows) {
        for (int i = 0; i < samples.size(t); i++) {
            for (int position = 0; position < positions; position++) {
                int at = (i * positions + position) * width;
                if (samples.leavesOut(samples.start(t) + i, position)) {
                    Arrays.fill(rows, at, at + width, 0);
                } else {
                    map.apply(tile.lossGradients, tile.lossStates, at, rows, at);
                }
            }
        }
    }

    /**
     * Writes the columns of a square root of each loss's second derivatives in tile t, [column][sample][outputs]; for networks
     * with one position.
     */
    void roots(int t, Tile<?> tile, double[] rows) {
        if (positions > 1) {
            throw new AssertionError("there is a square root of the loss's curvature for vectors of outputs only");
        }
        int size = samples.size(t);
        for (int i = 0; i < size; i++) {
            for (int c = 0; c < width; c++) {
                objective.loss().root(tile.lossStates, i * width, width, c, rows, (c * size + i) * width);
            }
        }
    }
}
