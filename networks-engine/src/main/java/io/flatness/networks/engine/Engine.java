package io.flatness.networks.engine;

import io.flatness.networks.layer.SquareSink;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.Parallel;
import io.flatness.spi.loss.Kinks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is computed of a network on its samples, in one precision. Thread-safe: each call takes a session of
 * its own from the pool.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Engine<A> {
    /** Small data sets are kept as the layers read them: 1 or 2 MB. */
    private static final int MOST_KEPT_INPUTS = 1 << 18;

    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final Parallel parallel;
    private final SampleSet samples;
    private final Objective objective;
    private final A buffers;
    private final int lanes;
    private final int outputs;
    private final int parameters;
    private final AtomicReferenceArray<@Nullable A> keptInputs;

    Engine(Program<A> program, Parallel parallel, SampleSet samples, Objective objective, double[] buffers) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.samples = samples.tiled(program.tile(), program.lanes());
        this.lanes = Math.min(program.lanes(), this.samples.tiles());
        this.objective = objective;
        this.outputs = program.network.outputCount();
        this.parameters = program.network.layout().size();
        boolean small = (long) samples.count() * program.network.inputSize() <= MOST_KEPT_INPUTS;
        this.keptInputs = new AtomicReferenceArray<>(small ? this.samples.tiles() : 0);
        this.buffers = arithmetic.allocate(buffers.length);
        arithmetic.narrow(buffers, 0, this.buffers, 0, buffers.length);
    }

    /** The same network on other samples or with other buffers; workspaces are shared. */
    Engine<A> over(SampleSet others, double[] otherBuffers) {
        return new Engine<>(program, parallel, others, objective, otherBuffers);
    }

    private Session<A> take() {
        int capacity = samples.largestTile();
        Session<A> session = program.sessions.poll();
        // one that is too small is left to the collector: a surface on more samples has come
        return session == null || session.capacity < capacity ? new Session<>(program, parallel, capacity) : session;
    }

    private Session<A> takeAt(double[] theta) {
        Session<A> session = take();
        session.moveTo(theta);
        return session;
    }

    private void release(Session<A> session) {
        session.release();
        program.sessions.add(session);
    }

    private double weight() {
        return objective.sampleWeight(samples.count());
    }

    /** The outputs of all samples, row-major. */
    double[] outputs(double[] theta) {
        double[] all = new double[Math.multiplyExact(samples.count(), outputs)];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t, null);
            System.arraycopy(tile.outputs, 0, all, samples.start(t) * outputs, samples.size(t) * outputs);
        });
        release(session);
        return all;
    }

    private void read(Worker<A> worker, int t) {
        if (t >= keptInputs.length()) {
            samples.read(worker, t);
            return;
        }
        A known = keptInputs.get(t);
        if (known != null) {
            worker.use(known);
            return;
        }
        samples.read(worker, t);
        keptInputs.set(t, worker.copyOfInput(samples.size(t)));
    }

    private void forward(A theta, Worker<A> worker, Tile<A> tile, int t, @Nullable KinkCollector<A> kinks) {
        read(worker, t);
        worker.forward(tile, samples.size(t), theta, buffers, kinks);
    }

    /** The loss of every sample, unweighted; with the derivatives of the loss in the worker's tile. */
    private void losses(Tile<A> tile, int t, double @Nullable [] losses) {
        double[] target = new double[outputs];
        Loss loss = objective.loss();
        for (int i = 0; i < samples.size(t); i++) {
            samples.target(samples.start(t) + i, target, loss);
            double value = loss.evaluate(tile.outputs, i * outputs, target, tile.lossGradients, tile.lossStates);
            if (losses != null) {
                losses[samples.start(t) + i] = value;
            }
        }
    }

    double[] sampleLosses(double[] theta) {
        double[] losses = new double[samples.count()];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t, null);
            losses(tile, t, losses);
        });
        release(session);
        return losses;
    }

    /** Σ of the samples' losses under the reduction, without penalty. */
    double value(double[] theta) {
        return reduced(sampleLosses(theta));
    }

    private double reduced(double[] losses) {
        return weight() * CompensatedSum.of(losses);
    }

    /** Returns the loss without penalty and writes its gradient. */
    double valueAndGradient(double[] theta, double[] into) {
        double[] losses = new double[samples.count()];
        Session<A> session = takeAt(theta);
        session.accumulate(samples.tiles(), lanes, new double[][] {into}, (worker, t, gradients) -> {
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t, null);
            losses(tile, t, losses);
            scale(tile.lossGradients, weight(), samples.size(t) * outputs);
            worker.deltas(tile, samples.size(t), session.theta(), buffers, tile.lossGradients, first(gradients));
        });
        release(session);
        return reduced(losses);
    }

    private static void scale(double[] x, double factor, int length) {
        for (int i = 0; i < length; i++) {
            x[i] *= factor;
        }
    }

    /** Fills a tile with everything at θ that does not depend on a direction; loss gradients are left unweighted. */
    private void fill(A theta, Worker<A> worker, Tile<A> tile, int t, double @Nullable [] losses, boolean deltas) {
        forward(theta, worker, tile, t, null);
        losses(tile, t, losses);
        if (deltas) {
            int length = samples.size(t) * outputs;
            double[] weighted = worker.outputRows(samples.size(t));
            System.arraycopy(tile.lossGradients, 0, weighted, 0, length);
            scale(weighted, weight(), length);
            worker.deltas(tile, samples.size(t), theta, buffers, weighted, null);
        }
    }

    Kinks.Report kinks(double[] theta) {
        Kinks.Report[] reports = new Kinks.Report[samples.tiles()];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            KinkCollector<A> collector = new KinkCollector<>(program);
            forward(session.theta(), worker, worker.own(), t, collector);
            reports[t] = collector.report();
        });
        release(session);
        return Arrays.stream(reports).reduce(new Kinks.Report(Double.POSITIVE_INFINITY, 0, 0), KinkCollector::join);
    }

    /** J v of all samples. */
    double[] jacobianVector(double[] theta, double[] v) {
        double[] all = new double[Math.multiplyExact(samples.count(), outputs)];
        Session<A> session = takeAt(theta);
        session.take(new double[][] {v});
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            int size = samples.size(t);
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t, null);
            double[] rows = worker.outputRows(size);
            worker.tangents(tile, size, session.theta(), buffers, session.direction(0), rows);
            System.arraycopy(rows, 0, all, samples.start(t) * outputs, size * outputs);
        });
        release(session);
        return all;
    }

    /** Jᵀ w. */
    double[] vectorJacobian(double[] theta, double[] w) {
        double[] into = new double[parameters];
        Session<A> session = takeAt(theta);
        session.accumulate(samples.tiles(), lanes, new double[][] {into}, (worker, t, gradients) -> {
            int size = samples.size(t);
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t, null);
            double[] rows = worker.outputRows(size);
            System.arraycopy(w, samples.start(t) * outputs, rows, 0, size * outputs);
            worker.pullBack(tile, size, session.theta(), buffers, 1, rows, first(gradients), false, false, null);
        });
        release(session);
        return into;
    }

    /** The diagonal of the Gauss–Newton matrix: one backward pass for each output, all at once. */
    double[] gaussNewtonDiagonal(double[] theta) {
        double[] into = new double[parameters];
        Session<A> session = takeAt(theta);
        session.accumulate(samples.tiles(), lanes, new double[][] {into}, (worker, t, diagonals) -> {
            int size = samples.size(t);
            Tile<A> tile = worker.own();
            fill(session.theta(), worker, tile, t, null, false);
            double[] roots = worker.outputRows(size * outputs);
            double weight = Math.sqrt(weight());
            for (int i = 0; i < size; i++) {
                for (int c = 0; c < outputs; c++) {
                    objective.loss().root(tile.lossStates, i * outputs, outputs, c, roots, (c * size + i) * outputs);
                }
            }
            scale(roots, weight, size * outputs * outputs);
            SquareSink<A> sink = new SquareSink<>(first(diagonals), null);
            worker.pullBack(tile, size, session.theta(), buffers, outputs, roots, null, false, false, sink);
        });
        release(session);
        return into;
    }

    /** ‖∇ℓᵢ‖₂ of every sample. */
    double[] sampleGradientNorms(double[] theta) {
        double[] norms = new double[samples.count()];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            int size = samples.size(t);
            Tile<A> tile = worker.own();
            fill(session.theta(), worker, tile, t, null, false);
            double[] squares = new double[size];
            worker.pullBack(
                    tile,
                    size,
                    session.theta(),
                    buffers,
                    1,
                    tile.lossGradients,
                    null,
                    false,
                    false,
                    new SquareSink<>(null, squares));
            for (int i = 0; i < size; i++) {
                norms[samples.start(t) + i] = Math.sqrt(squares[i]);
            }
        });
        release(session);
        return norms;
    }

    /** ∂ℓᵢ/∂xᵢ of every sample, row-major. */
    double[] inputGradients(double[] theta) {
        int inputSize = program.network.inputSize();
        double[] all = new double[Math.multiplyExact(samples.count(), inputSize)];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            Tile<A> tile = worker.own();
            int size = samples.size(t);
            fill(session.theta(), worker, tile, t, null, false);
            worker.pullBack(tile, size, session.theta(), buffers, 1, tile.lossGradients, null, false, true, null);
            worker.inputCotangents(size, 1, all, samples.start(t) * inputSize);
        });
        release(session);
        return all;
    }

    /** (∂f/∂x)ᵀ e_c of every sample and output, [samples][outputs][input], handed over tile by tile. */
    void inputJacobians(double[] theta, JacobianReader reader) {
        int inputSize = program.network.inputSize();
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            Tile<A> tile = worker.own();
            int size = samples.size(t);
            forward(session.theta(), worker, tile, t, null);
            double[] identity = worker.outputRows(size * outputs);
            Arrays.fill(identity, 0, size * outputs * outputs, 0);
            for (int i = 0; i < size * outputs; i++) {
                identity[i * outputs + i / size] = 1;
            }
            worker.pullBack(tile, size, session.theta(), buffers, outputs, identity, null, false, true, null);
            double[] rows = new double[size * outputs * inputSize];
            worker.inputCotangents(size, outputs, rows, 0);
            reader.read(samples.start(t), size, rows);
        });
        release(session);
    }

    /** Takes the Jacobians of some samples. */
    interface JacobianReader {
        void read(int firstSample, int count, double[] rows);
    }

    /** Tangents that one pass carries at most. */
    int mostTangents() {
        return program.mostTangents();
    }

    /** The point θ with what can be cached of it. */
    Point<A> at(double[] theta, boolean deltas, long memoryBytes) {
        A copy = arithmetic.allocate(parameters);
        arithmetic.narrow(theta, 0, copy, 0, parameters);
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
        session.forEachTile(cached.size(), (worker, t, none) -> fill(copy, worker, cached.get(t), t, null, deltas));
        release(session);
        return new Point<>(copy, cached, deltas);
    }

    /**
     * A point and the tiles cached there.
     *
     * @param deltas whether tiles hold gradients with respect to the layers' outputs
     */
    record Point<A>(A theta, List<Tile<A>> cached, boolean deltas) {}

    /** What lies between the outputs' tangents and cotangents. */
    interface OutputMap {
        /** Replaces u, one tangent of one sample's outputs, by its image. */
        void apply(double[] lossGradients, double[] lossStates, int offset, double[] u, int at);
    }

    /** Products Jᵀ (map) J x, plus the second-order terms when the point has deltas. */
    void product(Point<A> point, OutputMap map, double[][] xs, double[][] into) {
        Session<A> session = take();
        session.take(xs);
        session.accumulate(samples.tiles(), lanes, into, (worker, t, gradients) -> {
            int size = samples.size(t);
            Tile<A> tile;
            if (t < point.cached().size()) {
                tile = point.cached().get(t);
                read(worker, t);
            } else {
                tile = worker.own();
                fill(point.theta(), worker, tile, t, null, point.deltas());
            }
            double[] rows = worker.outputRows(size);
            for (int tangent = 0; tangent < xs.length; tangent++) {
                worker.tangents(tile, size, point.theta(), buffers, session.direction(tangent), rows);
                for (int i = 0; i < size; i++) {
                    map.apply(tile.lossGradients, tile.lossStates, i * outputs, rows, i * outputs);
                }
                A gradient = Objects.requireNonNull(gradients)[tangent];
                worker.pullBack(tile, size, point.theta(), buffers, 1, rows, gradient, point.deltas(), false, null);
            }
        });
        release(session);
    }

    private static <A> A first(@Nullable A @Nullable [] gradients) {
        return Objects.requireNonNull(Objects.requireNonNull(gradients)[0]);
    }
}
