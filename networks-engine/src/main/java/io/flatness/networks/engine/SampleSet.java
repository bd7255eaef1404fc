package io.flatness.networks.engine;

import io.flatness.networks.loss.Loss;
import org.jspecify.annotations.Nullable;

/** The samples of a surface, in order, cut into tiles of nearly equal size. Immutable. */
final class SampleSet {
    private final Inputs inputs;
    private final @Nullable Targets targets;
    private final int[] samples;
    private final int tiles;

    private SampleSet(Inputs inputs, @Nullable Targets targets, int[] samples, int tiles) {
        this.inputs = inputs;
        this.targets = targets;
        this.samples = samples;
        this.tiles = tiles;
    }

    static SampleSet of(Inputs inputs, @Nullable Targets targets, int[] samples) {
        return new SampleSet(inputs, targets, samples, 1);
    }

    static int[] all(int count) {
        int[] samples = new int[count];
        for (int i = 0; i < count; i++) {
            samples[i] = i;
        }
        return samples;
    }

    /** Cut into tiles of at most {@code tile} samples; more tiles than lanes are a multiple of the lanes. */
    SampleSet tiled(int tile, int lanes) {
        int count = (samples.length + tile - 1) / tile;
        int even = count <= lanes ? count : (count + lanes - 1) / lanes * lanes;
        return new SampleSet(inputs, targets, samples, Math.min(even, samples.length));
    }

    int count() {
        return samples.length;
    }

    int tiles() {
        return tiles;
    }

    /** First sample of tile t. */
    int start(int t) {
        return (int) ((long) t * samples.length / tiles);
    }

    /** Samples in tile t. */
    int size(int t) {
        return start(t + 1) - start(t);
    }

    int largestTile() {
        return (samples.length + tiles - 1) / tiles;
    }

    <A> void read(Worker<A> worker, int t) {
        worker.read(inputs, samples, start(t), size(t));
    }

    /** Writes the prepared target of sample {@code index} of this set. */
    void target(int index, double[] into, Loss loss) {
        if (targets == null) {
            throw new AssertionError("these samples have no targets");
        }
        targets.read(samples[index], into);
        loss.prepare(into);
    }
}
