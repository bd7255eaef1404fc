package io.flatness.networks.engine;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.Parallel;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces of one computation at a time, kept from call to call: workers, partial gradients and packed directions.
 *
 * <p>Tiles run in batches; each tile of a batch adds its gradient to a slot of its own, and the slots are added to the
 * total in the order of the tiles. The bits of the total depend neither on the number of workers nor of slots.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Session<A> {
    /** Partial gradients may take this much, and never fewer than one for each worker. */
    private static final long SLOT_BYTES = 64L << 20;

    private static final int CHUNK = 1 << 14;

    final List<Worker<A>> workers = new ArrayList<>();
    final A theta;
    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final Parallel parallel;
    private final int parameters;
    private int tangents;
    private @Nullable A direction;
    private @Nullable A directionInterleaved;
    private final List<A> slots = new ArrayList<>();
    private final List<A> interleavedSlots = new ArrayList<>();
    private int slotTangents;
    private double[] total = new double[0];
    private double[] interleavedTotal = new double[0];

    Session(Program<A> program, Parallel parallel) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.parameters = program.network.layout().size();
        this.theta = arithmetic.allocate(parameters);
        for (int worker = 0; worker < parallel.workers(); worker++) {
            workers.add(new Worker<>(program));
        }
    }

    /** One tile's work; gradients, when there are any, are added to the slot. */
    interface TileWork<A> {
        void run(Worker<A> worker, int tile, @Nullable A gradient, @Nullable A gradientInterleaved);
    }

    /** Runs every tile without gradients. */
    void forEachTile(int tiles, TileWork<A> work) {
        parallel.forEach(tiles, (worker, tile) -> work.run(workers.get(worker), tile, null, null));
    }

    /** Runs every tile and adds up the gradients of m tangents; {@link #unpack} reads them. */
    void accumulate(int tiles, int m, TileWork<A> work) {
        int length = Math.multiplyExact(m, parameters);
        int batch = reserveSlots(tiles, m, length);
        total = zeros(total, length);
        interleavedTotal = m == 1 ? interleavedTotal : zeros(interleavedTotal, length);
        for (int first = 0; first < tiles; first += batch) {
            int start = first;
            int count = Math.min(batch, tiles - first);
            parallel.forEach(count, (worker, i) -> {
                A gradient = slots.get(i);
                A interleaved = m == 1 ? gradient : interleavedSlots.get(i);
                arithmetic.fill(gradient, 0, length, 0);
                if (m > 1) {
                    arithmetic.fill(interleaved, 0, length, 0);
                }
                work.run(workers.get(worker), start + i, gradient, interleaved);
            });
            addUp(count, length, m > 1);
        }
    }

    private void addUp(int count, int length, boolean interleaved) {
        int chunks = (length + CHUNK - 1) / CHUNK;
        parallel.forEach(chunks, (worker, chunk) -> {
            int from = chunk * CHUNK;
            int size = Math.min(CHUNK, length - from);
            for (int i = 0; i < count; i++) {
                arithmetic.widenAndAdd(slots.get(i), total, from, size);
                if (interleaved) {
                    arithmetic.widenAndAdd(interleavedSlots.get(i), interleavedTotal, from, size);
                }
            }
        });
    }

    private int reserveSlots(int tiles, int m, int length) {
        if (m > slotTangents) {
            slots.clear();
            interleavedSlots.clear();
            slotTangents = m;
        }
        int capacity = Math.max(length, slotTangents * parameters);
        long slotBytes = Math.max(1, (long) capacity * arithmetic.bytes() * (slotTangents > 1 ? 2 : 1));
        int batch = (int) Math.max(workers.size(), Math.min(tiles, SLOT_BYTES / slotBytes));
        batch = Math.min(batch, tiles);
        while (slots.size() < batch) {
            slots.add(arithmetic.allocate(capacity));
            if (slotTangents > 1) {
                interleavedSlots.add(arithmetic.allocate(capacity));
            }
        }
        return batch;
    }

    private static double[] zeros(double[] array, int length) {
        if (array.length < length) {
            return new double[length];
        }
        Arrays.fill(array, 0, length, 0);
        return array;
    }

    /** Packs parameter directions into the stacked and the interleaved form. */
    void pack(double[][] directions) {
        int m = directions.length;
        if (direction == null || tangents < m) {
            tangents = m;
            direction = arithmetic.allocate(Math.multiplyExact(m, parameters));
            directionInterleaved = m == 1 ? direction : arithmetic.allocate(m * parameters);
        }
        A stacked = Objects.requireNonNull(direction);
        A interleaved = Objects.requireNonNull(directionInterleaved);
        for (int v = 0; v < program.count(); v++) {
            List<Block> blocks = program.network.site(v).parameters();
            for (int b = 0; b < blocks.size(); b++) {
                pack(directions, blocks.get(b), program.kernels.get(v).rows(b), stacked, interleaved);
            }
        }
    }

    private void pack(double[][] directions, Block block, int rows, A stacked, A interleaved) {
        int m = directions.length;
        int columns = block.size() / rows;
        for (int tangent = 0; tangent < m; tangent++) {
            int at = m * block.offset() + tangent * block.size();
            arithmetic.narrow(directions[tangent], block.offset(), stacked, at, block.size());
            for (int row = 0; m > 1 && row < rows; row++) {
                int to = m * block.offset() + (row * m + tangent) * columns;
                arithmetic.narrow(directions[tangent], block.offset() + row * columns, interleaved, to, columns);
            }
        }
    }

    A direction() {
        return Objects.requireNonNull(direction);
    }

    A directionInterleaved(int m) {
        return m == 1 ? direction() : Objects.requireNonNull(directionInterleaved);
    }

    /** Writes the m gradients of the last {@link #accumulate} to the arrays. */
    void unpack(double[][] into) {
        int m = into.length;
        if (m == 1) {
            System.arraycopy(total, 0, into[0], 0, parameters);
            return;
        }
        for (int v = 0; v < program.count(); v++) {
            List<Block> blocks = program.network.site(v).parameters();
            for (int b = 0; b < blocks.size(); b++) {
                unpack(blocks.get(b), program.kernels.get(v).rows(b), into);
            }
        }
    }

    private void unpack(Block block, int rows, double[][] into) {
        int m = into.length;
        int columns = block.size() / rows;
        int base = m * block.offset();
        for (int tangent = 0; tangent < m; tangent++) {
            double[] target = into[tangent];
            for (int row = 0; row < rows; row++) {
                int to = block.offset() + row * columns;
                int stacked = base + tangent * block.size() + row * columns;
                int interleaved = base + (row * m + tangent) * columns;
                for (int k = 0; k < columns; k++) {
                    target[to + k] = total[stacked + k] + interleavedTotal[interleaved + k];
                }
            }
        }
    }
}
