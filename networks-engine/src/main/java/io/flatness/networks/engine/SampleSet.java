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

    private Targets targets() {
        if (targets == null) {
            throw new AssertionError("these samples have no targets");
        }
        return targets;
    }

    private int row(int index, int position) {
        return samples[index] * targets().positions() + position;
    }

    /** Writes the prepared target of a position of sample {@code index} of this set. */
    void target(int index, int position, double[] into, Loss loss) {
        targets().read(row(index, position), into);
        loss.prepare(into);
    }

    /** Whether a position of sample {@code index} of this set is left out of the loss. */
    boolean leavesOut(int index, int position) {
        return targets != null && targets.leavesOut(row(index, position));
    }

    /** Number of positions of sample {@code index} that the loss counts. */
    int counted(int index) {
        int counted = 0;
        for (int position = 0; targets != null && position < targets.positions(); position++) {
            counted += leavesOut(index, position) ? 0 : 1;
        }
        return counted;
    }

    /** Number of positions that the loss counts, of all samples. */
    int counted() {
        int counted = 0;
        for (int index = 0; index < samples.length; index++) {
            counted += counted(index);
        }
        return counted;
    }
}
