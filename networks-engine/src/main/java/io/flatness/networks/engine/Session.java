package io.flatness.networks.engine;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces of one computation at a time, kept from call to call: workers, partial gradients and directions.
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
    private final int frozen;
    private final A nothing;
    private final boolean copies;
    private final A thetaSpace;
    private final List<A> directionSpaces = new ArrayList<>();
    private final OrderedSum<A> sum;

    /** Room for tiles of up to {@code capacity} samples. */
    Session(Program<A> program, Parallel parallel, int capacity) {
        this.capacity = capacity;
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.parameters = program.parameters();
        this.frozen = program.network.frozen();
        this.nothing = arithmetic.allocate(0);
        this.copies = arithmetic.rounds() || frozen > 0;
        this.thetaSpace = copies ? arithmetic.allocate(parameters + frozen) : nothing;
        this.sum = new OrderedSum<>(program, parallel.workers());
        for (int worker = 0; worker < parallel.workers(); worker++) {
            workers.add(new Worker<>(program, capacity));
        }
    }

    /**
     * What to compute at. The caller's arrays are not copied where they can be read as they are, and may not change meanwhile.
     *
     * @param point the parameters
     * @param buffers all buffers, frozen tensors first
     * @param xs parameter directions
     */
    Arguments<A> arguments(double[] point, A buffers, double[][] xs) {
        A theta = completed(point, thetaSpace);
        arithmetic.copy(buffers, 0, theta, parameters, frozen);
        return new Arguments<>(theta, buffers, directions(xs));
    }

    /** Parameter directions, as {@link #arguments} takes them. */
    List<A> directions(double[][] xs) {
        List<A> directions = new ArrayList<>(xs.length);
        for (int tangent = 0; tangent < xs.length; tangent++) {
            if (copies && directionSpaces.size() <= tangent) {
                directionSpaces.add(arithmetic.allocate(parameters + frozen));
            }
            directions.add(completed(xs[tangent], copies ? directionSpaces.get(tangent) : nothing));
        }
        return directions;
    }

    /** The values with room for frozen tensors behind them: the array itself where nothing is copied. */
    private A completed(double[] values, A space) {
        if (frozen == 0) {
            return arithmetic.rounded(values, space);
        }
        arithmetic.narrow(values, 0, space, 0, parameters);
        return space;
    }

    /** One tile's work. */
    interface TileWork<A> {
        void run(Worker<A> worker, int tile);
    }

    /** One tile's work that adds to gradients, one for each tangent. */
    interface GradientWork<A> {
        void run(Worker<A> worker, int tile, @Nullable A[] gradients);
    }

    /** Runs every tile. */
    void forEachTile(int tiles, TileWork<A> work) {
        parallel.forEach(tiles, (worker, tile) -> work.run(workers.get(worker), tile));
    }

    /**
     * Runs every tile and writes the sums of the gradients of all tangents to the arrays.
     *
     * @param lanes number of partial gradients, at most one for each tile; each belongs to a run of tiles
     * @param into one array of the length of the parameters for each tangent
     */
    void accumulate(int tiles, int lanes, double[][] into, GradientWork<A> work) {
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
}
