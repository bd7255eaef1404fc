package io.flatness.networks.engine;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces of one computation at a time, kept from call to call: workers, partial gradients and packed directions.
 *
 * <p>Tiles are shared out to a number of lanes that depends on the network and its samples alone. Each lane adds up the
 * gradients of its tiles, in order, and an {@link OrderedSum} adds up the lanes in order: the bits of the total do not
 * depend on the number of workers.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Session<A> {
    final int capacity;
    final List<Worker<A>> workers = new ArrayList<>();
    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final Parallel parallel;
    private final int parameters;
    private final A nothing;
    private A theta;
    private A thetaSpace;
    private final int together;
    private final List<A> directions = new ArrayList<>();
    private final List<A> directionSpaces = new ArrayList<>();
    private final OrderedSum<A> sum;

    /** Room for tiles of up to {@code capacity} samples. */
    Session(Program<A> program, Parallel parallel, int capacity) {
        this.capacity = capacity;
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.parameters = program.network.layout().size();
        this.nothing = arithmetic.allocate(0);
        this.theta = nothing;
        this.thetaSpace = nothing;
        this.together = program.tangentsTogether();
        this.sum = new OrderedSum<>(program, parallel.workers());
        for (int worker = 0; worker < parallel.workers(); worker++) {
            workers.add(new Worker<>(program, capacity));
        }
    }

    /** Lets go of the caller's arrays. */
    void release() {
        theta = nothing;
        directions.clear();
    }

    /** Takes the point where everything is computed; the caller's array, which may not change meanwhile. */
    void moveTo(double[] point) {
        if (arithmetic.rounds()) {
            thetaSpace = atLeast(thetaSpace, parameters);
        }
        theta = arithmetic.rounded(point, thetaSpace);
    }

    A theta() {
        return theta;
    }

    private A atLeast(A space, int length) {
        return arithmetic.length(space) < length ? arithmetic.allocate(length) : space;
    }

    /** One tile's work; gradients, when there are any, are added to the arrays given, one for each group of tangents. */
    interface TileWork<A> {
        void run(Worker<A> worker, int tile, @Nullable A @Nullable [] gradients);
    }

    /** Runs every tile without gradients. */
    void forEachTile(int tiles, TileWork<A> work) {
        parallel.forEach(tiles, (worker, tile) -> work.run(workers.get(worker), tile, null));
    }

    /**
     * Runs every tile and writes the sums of the gradients of all tangents to the arrays.
     *
     * @param lanes number of partial gradients, at most one for each tile; each belongs to a run of tiles
     * @param into one array of the length of the parameters for each tangent
     */
    void accumulate(int tiles, int lanes, double[][] into, TileWork<A> work) {
        sum.begin(lanes, into);
        parallel.forEach(lanes, (worker, piece) -> {
            @Nullable A[] gradients = sum.take();
            if (gradients == null) {
                return;
            }
            int lane = sum.nextLane();
            boolean done = false;
            try {
                int end = (int) ((lane + 1L) * tiles / lanes);
                for (int tile = (int) ((long) lane * tiles / lanes); tile < end; tile++) {
                    work.run(workers.get(worker), tile, gradients);
                }
                done = true;
            } finally {
                if (!done) {
                    sum.fail();
                }
            }
            sum.give(lane, gradients);
        });
        sum.end();
    }

    /** Takes parameter directions, which may not change meanwhile, and lays each group out as {@link Frame} says. */
    void pack(double[][] xs) {
        directions.clear();
        for (int first = 0; first < xs.length; first += together) {
            directions.add(packed(xs, first, Math.min(together, xs.length - first)));
        }
    }

    private A packed(double[][] xs, int first, int m) {
        if (m == 1 && !arithmetic.rounds()) {
            return arithmetic.rounded(xs[first], nothing);
        }
        A space = space(first / together, Math.multiplyExact(m, parameters));
        for (PackedBlock block : program.blocks()) {
            for (int tangent = 0; tangent < m; tangent++) {
                for (int row = 0; row < block.rows(); row++) {
                    int to = block.packed(m, tangent, row);
                    arithmetic.narrow(xs[first + tangent], block.flat(row), space, to, block.columns());
                }
            }
        }
        return space;
    }

    private A space(int group, int length) {
        while (directionSpaces.size() <= group) {
            directionSpaces.add(nothing);
        }
        A space = atLeast(directionSpaces.get(group), length);
        directionSpaces.set(group, space);
        return space;
    }

    /** The directions of a group of tangents. */
    A direction(int group) {
        return directions.get(group);
    }
}
