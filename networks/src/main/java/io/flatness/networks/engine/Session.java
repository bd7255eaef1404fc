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
 * <p>Tiles are shared out to a number of lanes that depends on the network and its samples alone. Each lane adds the
 * gradients of its tiles, in order, to an array of its own, and the lanes are added to the total in order: the bits of
 * the total do not depend on the number of workers.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Session<A> {
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
    private final List<A> laneGradients = new ArrayList<>();
    private final List<A> laneInterleaved = new ArrayList<>();
    private int laneTangents;
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

    /** One tile's work; gradients, when there are any, are added to the arrays given. */
    interface TileWork<A> {
        void run(Worker<A> worker, int tile, @Nullable A gradient, @Nullable A gradientInterleaved);
    }

    /** Runs every tile without gradients. */
    void forEachTile(int tiles, TileWork<A> work) {
        parallel.forEach(tiles, (worker, tile) -> work.run(workers.get(worker), tile, null, null));
    }

    /**
     * Runs every tile and adds up the gradients of m tangents; {@link #unpack} reads them.
     *
     * @param lanes number of partial gradients, at most one for each tile; each belongs to a run of tiles
     */
    void accumulate(int tiles, int lanes, int m, TileWork<A> work) {
        int length = Math.multiplyExact(m, parameters);
        reserveLanes(lanes, m);
        parallel.forEach(lanes, (worker, lane) -> {
            A gradient = laneGradients.get(lane);
            A interleaved = m == 1 ? gradient : laneInterleaved.get(lane);
            arithmetic.fill(gradient, 0, length, 0);
            if (m > 1) {
                arithmetic.fill(interleaved, 0, length, 0);
            }
            int end = (int) ((lane + 1L) * tiles / lanes);
            for (int tile = (int) ((long) lane * tiles / lanes); tile < end; tile++) {
                work.run(workers.get(worker), tile, gradient, interleaved);
            }
        });
        total = zeros(total, length);
        interleavedTotal = m == 1 ? interleavedTotal : zeros(interleavedTotal, length);
        addUp(lanes, length, m > 1);
    }

    private void addUp(int lanes, int length, boolean interleaved) {
        int chunks = (length + CHUNK - 1) / CHUNK;
        parallel.forEach(chunks, (worker, chunk) -> {
            int from = chunk * CHUNK;
            int size = Math.min(CHUNK, length - from);
            for (int lane = 0; lane < lanes; lane++) {
                arithmetic.widenAndAdd(laneGradients.get(lane), total, from, size);
                if (interleaved) {
                    arithmetic.widenAndAdd(laneInterleaved.get(lane), interleavedTotal, from, size);
                }
            }
        });
    }

    private void reserveLanes(int lanes, int m) {
        if (m > laneTangents) {
            laneGradients.clear();
            laneInterleaved.clear();
            laneTangents = m;
        }
        while (laneGradients.size() < lanes) {
            laneGradients.add(arithmetic.allocate(Math.multiplyExact(laneTangents, parameters)));
            if (laneTangents > 1) {
                laneInterleaved.add(arithmetic.allocate(laneTangents * parameters));
            }
        }
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
