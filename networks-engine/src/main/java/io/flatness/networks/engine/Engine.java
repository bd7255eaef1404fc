package io.flatness.networks.engine;

import io.flatness.networks.loss.Objective;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes over the tiles of a network's samples, in one precision. Every quantity that is computed of a network says what
 * it does with the {@link Pass} over a tile. Thread-safe: each call takes a session of its own from the pool.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Engine<A> {
    /** Small data sets are kept as the layers read them: 1 or 2 MB. */
    private static final int MOST_KEPT_INPUTS = 1 << 18;

    private static final double[][] NO_DIRECTION = {};

    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final Parallel parallel;
    private final SampleSet samples;
    private final Objective objective;
    private final SampleLosses losses;
    private final A buffers;
    private final int lanes;
    private final int parameters;
    private final AtomicReferenceArray<@Nullable Kept<A>> keptInputs;

    Engine(Program<A> program, Parallel parallel, SampleSet samples, Objective objective, double[] buffers) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.samples = samples.tiled(program.tile(), program.lanes());
        this.lanes = Math.min(program.lanes(), this.samples.tiles());
        this.objective = objective;
        int positions = program.network.outputPositions();
        this.losses = new SampleLosses(this.samples, objective, positions, program.outputSize() / positions);
        this.parameters = program.parameters();
        boolean small = (long) samples.count() * program.network.inputSize() <= MOST_KEPT_INPUTS;
        this.keptInputs = new AtomicReferenceArray<>(small ? this.samples.tiles() : 0);
        this.buffers = arithmetic.allocate(buffers.length);
        arithmetic.narrow(buffers, 0, this.buffers, 0, buffers.length);
    }

    /** The same network on other samples or with other buffers; workspaces are shared. */
    Engine<A> over(SampleSet others, double[] otherBuffers) {
        return new Engine<>(program, parallel, others, objective, otherBuffers);
    }

    /** The network made ready. */
    Program<A> program() {
        return program;
    }

    /** The samples in tiles. */
    SampleSet samples() {
        return samples;
    }

    /** Their losses. */
    SampleLosses losses() {
        return losses;
    }

    private Session<A> take() {
        int capacity = samples.largestTile();
        Session<A> session = program.sessions.poll();
        // one that is too small is left to the collector: a surface on more samples has come
        return session == null || session.capacity < capacity ? new Session<>(program, parallel, capacity) : session;
    }

    private Pass<A> pass(Worker<A> worker, Tile<A> tile, int t, Arguments<A> arguments) {
        Kept<A> known = t < keptInputs.length() ? keptInputs.get(t) : null;
        if (known != null) {
            worker.use(known.inputs());
        } else {
            samples.read(worker, t);
            if (t < keptInputs.length()) {
                keptInputs.set(t, new Kept<>(worker.copyOfInputs(samples.size(t))));
            }
        }
        return new Pass<>(worker, tile, t, arguments, losses);
    }

    /** The inputs of one tile as the layers read them. */
    private record Kept<A>(@Nullable A[] inputs) {}

    /** What is done on a tile, where nothing has run yet. */
    interface Work<A> {
        void run(Pass<A> pass);
    }

    /** What is done on a tile and adds to a gradient. */
    interface GradientWork<A> {
        void run(Pass<A> pass, A gradient);
    }

    /** Runs work on every tile at θ. */
    void forEachTile(double[] theta, Work<A> work) {
        forEachTile(theta, NO_DIRECTION, work);
    }

    /** Runs work on every tile at θ, where there are directions to {@linkplain Pass#push push}. */
    void forEachTile(double[] theta, double[][] directions, Work<A> work) {
        Session<A> session = take();
        Arguments<A> arguments = session.arguments(theta, buffers, directions);
        session.forEachTile(samples.tiles(), (worker, t) -> work.run(pass(worker, worker.own(), t, arguments)));
        program.sessions.add(session);
    }

    /** Runs work on every tile at θ and writes the sum of the gradients. */
    void accumulate(double[] theta, double[] into, GradientWork<A> work) {
        Session<A> session = take();
        Arguments<A> arguments = session.arguments(theta, buffers, NO_DIRECTION);
        session.accumulate(samples.tiles(), lanes, new double[][] {into}, (worker, t, gradients) -> {
            work.run(pass(worker, worker.own(), t, arguments), Objects.requireNonNull(gradients[0]));
        });
        program.sessions.add(session);
    }

    /**
     * A point and the tiles cached there.
     *
     * @param theta the parameters, and then the frozen tensors
     * @param deltas whether tiles hold gradients with respect to the layers' outputs
     */
    record Point<A>(A theta, List<Tile<A>> cached, boolean deltas) {}

    /** The point θ with what can be cached of it. */
    Point<A> at(double[] theta, boolean deltas, long memoryBytes) {
        int frozen = program.network.frozen();
        A copy = arithmetic.allocate(parameters + frozen);
        arithmetic.narrow(theta, 0, copy, 0, parameters);
        arithmetic.copy(buffers, 0, copy, parameters, frozen);
        List<Tile<A>> cached = new ArrayList<>();
        long left = memoryBytes;
        for (int t = 0; t < samples.tiles(); t++) {
            left -= samples.size(t) * program.bytesPerSample(deltas);
            if (left < 0) {
                break;
            }
            cached.add(new Tile<>(program, samples.size(t), deltas));
        }
        Session<A> session = take();
        Arguments<A> arguments = new Arguments<>(copy, buffers, List.of());
        session.forEachTile(
                cached.size(),
                (worker, t) -> pass(worker, cached.get(t), t, arguments).fill(deltas));
        program.sessions.add(session);
        return new Point<>(copy, cached, deltas);
    }

    /** Tangents that one pass carries at most. */
    int mostTangents() {
        return program.mostTangents();
    }

    /** Products Jᵀ (map) J x, plus the second-order terms when the point has deltas. */
    void product(Point<A> point, OutputMap map, double[][] xs, double[][] into) {
        Session<A> session = take();
        Arguments<A> arguments = new Arguments<>(point.theta(), buffers, session.directions(xs));
        session.accumulate(samples.tiles(), lanes, into, (worker, t, gradients) -> {
            Pass<A> pass = t < point.cached().size()
                    ? pass(worker, point.cached().get(t), t, arguments)
                    : pass(worker, worker.own(), t, arguments).fill(point.deltas());
            double[] rows = pass.rows(1);
            for (int tangent = 0; tangent < xs.length; tangent++) {
                pass.push(tangent, rows);
                pass.apply(map, rows);
                Pull<A> wanted = Pull.into(gradients[tangent]);
                pass.pull(
                        rows,
                        point.deltas() ? wanted.curved(arguments.directions().get(tangent)) : wanted);
            }
        });
        program.sessions.add(session);
    }
}
