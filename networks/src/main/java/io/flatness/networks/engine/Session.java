package io.flatness.networks.engine;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.Parallel;
import java.util.ArrayList;
import java.util.List;
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
    /** Below so many additions the lanes are added up by one worker: waking the others takes longer. */
    private static final int FEW_ADDITIONS = 1 << 16;

    final List<Worker<A>> workers = new ArrayList<>();
    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final Parallel parallel;
    private final int parameters;
    private final A nothing;
    private A theta;
    private A thetaSpace;
    private A direction;
    private A directionSpace;
    private final List<A> lanes = new ArrayList<>();
    private int laneTangents;

    Session(Program<A> program, Parallel parallel) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.parameters = program.network.layout().size();
        this.nothing = arithmetic.allocate(0);
        this.theta = nothing;
        this.thetaSpace = nothing;
        this.direction = nothing;
        this.directionSpace = nothing;
        for (int worker = 0; worker < parallel.workers(); worker++) {
            workers.add(new Worker<>(program));
        }
    }

    /** Lets go of the caller's arrays. */
    void release() {
        theta = nothing;
        direction = nothing;
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

    /** One tile's work; gradients, when there are any, are added to the array given. */
    interface TileWork<A> {
        void run(Worker<A> worker, int tile, @Nullable A gradient);
    }

    /** Runs every tile without gradients. */
    void forEachTile(int tiles, TileWork<A> work) {
        parallel.forEach(tiles, (worker, tile) -> work.run(workers.get(worker), tile, null));
    }

    /**
     * Runs every tile and writes the sums of the gradients of all tangents to the arrays.
     *
     * @param count number of partial gradients, at most one for each tile; each belongs to a run of tiles
     * @param into one array of the length of the parameters for each tangent
     */
    void accumulate(int tiles, int count, double[][] into, TileWork<A> work) {
        int m = into.length;
        int length = Math.multiplyExact(m, parameters);
        reserveLanes(count, m);
        parallel.forEach(count, (worker, lane) -> {
            A gradient = lanes.get(lane);
            arithmetic.fill(gradient, 0, length, 0);
            int end = (int) ((lane + 1L) * tiles / count);
            for (int tile = (int) ((long) lane * tiles / count); tile < end; tile++) {
                work.run(workers.get(worker), tile, gradient);
            }
        });
        List<Stretch> stretches = program.stretches();
        if ((long) length * count <= FEW_ADDITIONS) {
            for (Stretch stretch : stretches) {
                addUp(stretch, count, into);
            }
        } else {
            parallel.forEach(stretches.size(), (worker, index) -> addUp(stretches.get(index), count, into));
        }
    }

    private void addUp(Stretch stretch, int count, double[][] into) {
        int m = into.length;
        for (int tangent = 0; tangent < m; tangent++) {
            for (int row = 0; row < stretch.rows(); row++) {
                int from = stretch.packed(m, tangent, row);
                int to = stretch.flat(row);
                arithmetic.widen(lanes.get(0), from, into[tangent], to, stretch.length());
                for (int lane = 1; lane < count; lane++) {
                    arithmetic.widenAndAdd(lanes.get(lane), from, into[tangent], to, stretch.length());
                }
            }
        }
    }

    private void reserveLanes(int count, int m) {
        if (m > laneTangents) {
            lanes.clear();
            laneTangents = m;
        }
        while (lanes.size() < count) {
            lanes.add(arithmetic.allocate(Math.multiplyExact(laneTangents, parameters)));
        }
    }

    /** Takes parameter directions, which may not change meanwhile, and lays them out as {@link Frame} says. */
    void pack(double[][] directions) {
        int m = directions.length;
        if (m > 1 || arithmetic.rounds()) {
            directionSpace = atLeast(directionSpace, Math.multiplyExact(m, parameters));
        }
        if (m == 1) {
            direction = arithmetic.rounded(directions[0], directionSpace);
            return;
        }
        for (Stretch stretch : program.stretches()) {
            for (int tangent = 0; tangent < m; tangent++) {
                for (int row = 0; row < stretch.rows(); row++) {
                    int to = stretch.packed(m, tangent, row);
                    arithmetic.narrow(directions[tangent], stretch.flat(row), directionSpace, to, stretch.length());
                }
            }
        }
        direction = directionSpace;
    }

    A direction() {
        return direction;
    }
}
