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
    private final int positions;
    private final int counted;
    private final int parameters;
    private final AtomicReferenceArray<@Nullable Kept<A>> keptInputs;

    Engine(Program<A> program, Parallel parallel, SampleSet samples, Objective objective, double[] buffers) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.parallel = parallel;
        this.samples = samples.tiled(program.tile(), program.lanes());
        this.lanes = Math.min(program.lanes(), this.samples.tiles());
        this.objective = objective;
        this.outputs = program.outputSize();
        this.positions = program.network.outputPositions();
        this.counted = this.samples.counted();
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

    private Session<A> take() {
        int capacity = samples.largestTile();
        Session<A> session = program.sessions.poll();
        // one that is too small is left to the collector: a surface on more samples has come
        return session == null || session.capacity < capacity ? new Session<>(program, parallel, capacity) : session;
    }

    private Session<A> takeAt(double[] theta) {
        Session<A> session = take();
        session.moveTo(theta, buffers);
        return session;
    }

    private void release(Session<A> session) {
        session.release();
        program.sessions.add(session);
    }

    /** Number of positions that the loss counts: samples, unless the network answers for each position. */
    int counted() {
        return counted;
    }

    /** Factor of the loss of each position. */
    private double weight() {
        return objective.sampleWeight(counted);
    }

    /** The outputs of all samples, row-major. */
    double[] outputs(double[] theta) {
        double[] all = new double[Math.multiplyExact(samples.count(), outputs)];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t);
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
        Kept<A> known = keptInputs.get(t);
        if (known != null) {
            worker.use(known.inputs());
            return;
        }
        samples.read(worker, t);
        keptInputs.set(t, new Kept<>(worker.copyOfInputs(samples.size(t))));
    }

    /** The inputs of one tile as the layers read them. */
    private record Kept<A>(@Nullable A[] inputs) {}

    private Pass<A> forward(A theta, Worker<A> worker, Tile<A> tile, int t) {
        read(worker, t);
        Pass<A> pass = worker.at(tile, samples.size(t), theta, buffers);
        pass.forward(null);
        return pass;
    }

    /** The loss of every sample, summed over its positions, unweighted; the tile gets the derivatives of the loss. */
    private void losses(Tile<A> tile, int t, double @Nullable [] losses) {
        int width = outputs / positions;
        double[] target = new double[width];
        Loss loss = objective.loss();
        for (int i = 0; i < samples.size(t); i++) {
            int index = samples.start(t) + i;
            double sum = 0;
            for (int position = 0; position < positions; position++) {
                int at = i * outputs + position * width;
                if (samples.leavesOut(index, position)) {
                    Arrays.fill(tile.lossGradients, at, at + width, 0);
                    Arrays.fill(tile.lossStates, at, at + width, 0);
                    continue;
                }
                samples.target(index, position, target, loss);
                sum += loss.evaluate(tile.outputs, at, target, tile.lossGradients, tile.lossStates);
            }
            if (losses != null) {
                losses[index] = sum;
            }
        }
    }

    /** Applies a map to a tangent of each position's outputs; positions that are left out become 0. */
    private void map(OutputMap map, Tile<A> tile, int t, double[] rows) {
        int width = outputs / positions;
        for (int i = 0; i < samples.size(t); i++) {
            for (int position = 0; position < positions; position++) {
                int at = i * outputs + position * width;
                if (samples.leavesOut(samples.start(t) + i, position)) {
                    Arrays.fill(rows, at, at + width, 0);
                } else {
                    map.apply(tile.lossGradients, tile.lossStates, at, rows, at);
                }
            }
        }
    }

    /** The loss of every sample; their mean, or sum, is the loss without penalty. */
    double[] sampleLosses(double[] theta) {
        double[] losses = sums(theta);
        double factor = sampleFactor();
        for (int i = 0; factor != 1 && i < losses.length; i++) {
            losses[i] *= factor;
        }
        return losses;
    }

    /** What the loss of a sample is, relative to the sum over its positions: so much that the mean over samples is the loss. */
    double sampleFactor() {
        return weight() / objective.sampleWeight(samples.count());
    }

    private double[] sums(double[] theta) {
        double[] losses = new double[samples.count()];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            Tile<A> tile = worker.own();
            forward(session.theta(), worker, tile, t);
            losses(tile, t, losses);
        });
        release(session);
        return losses;
    }

    /** Σ of the samples' losses under the reduction, without penalty. */
    double value(double[] theta) {
        return reduced(sums(theta));
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
            Pass<A> pass = forward(session.theta(), worker, tile, t);
            losses(tile, t, losses);
            scale(tile.lossGradients, weight(), samples.size(t) * outputs);
            pass.deltas(tile.lossGradients, first(gradients));
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
    private Pass<A> fill(A theta, Worker<A> worker, Tile<A> tile, int t, boolean deltas) {
        Pass<A> pass = forward(theta, worker, tile, t);
        losses(tile, t, null);
        if (deltas) {
            int length = samples.size(t) * outputs;
            double[] weighted = worker.outputRows(samples.size(t));
            System.arraycopy(tile.lossGradients, 0, weighted, 0, length);
            scale(weighted, weight(), length);
            pass.deltas(weighted, null);
        }
        return pass;
    }

    Kinks.Report kinks(double[] theta) {
        Kinks.Report[] reports = new Kinks.Report[samples.tiles()];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            KinkCollector<A> collector = new KinkCollector<>(program);
            read(worker, t);
            worker.at(worker.own(), samples.size(t), session.theta(), buffers).forward(collector);
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
            double[] rows = worker.outputRows(samples.size(t));
            forward(session.theta(), worker, worker.own(), t).push(session.direction(0), rows);
            System.arraycopy(rows, 0, all, samples.start(t) * outputs, samples.size(t) * outputs);
        });
        release(session);
        return all;
    }

    /** Jᵀ w. */
    double[] vectorJacobian(double[] theta, double[] w) {
        double[] into = new double[parameters];
        Session<A> session = takeAt(theta);
        session.accumulate(samples.tiles(), lanes, new double[][] {into}, (worker, t, gradients) -> {
            double[] rows = worker.outputRows(samples.size(t));
            System.arraycopy(w, samples.start(t) * outputs, rows, 0, samples.size(t) * outputs);
            forward(session.theta(), worker, worker.own(), t).pull(rows, Pull.into(first(gradients)));
        });
        release(session);
        return into;
    }

    /** The diagonal of the Gauss–Newton matrix: one backward pass for each output, all at once. */
    double[] gaussNewtonDiagonal(double[] theta) {
        if (positions > 1) {
            throw new AssertionError("there is a square root of the loss's curvature for vectors of outputs only");
        }
        double[] into = new double[parameters];
        Session<A> session = takeAt(theta);
        session.accumulate(samples.tiles(), lanes, new double[][] {into}, (worker, t, diagonals) -> {
            int size = samples.size(t);
            Tile<A> tile = worker.own();
            Pass<A> pass = fill(session.theta(), worker, tile, t, false);
            double[] roots = worker.outputRows(size * outputs);
            double weight = Math.sqrt(weight());
            for (int i = 0; i < size; i++) {
                for (int c = 0; c < outputs; c++) {
                    objective.loss().root(tile.lossStates, i * outputs, outputs, c, roots, (c * size + i) * outputs);
                }
            }
            scale(roots, weight, size * outputs * outputs);
            pass.pull(roots, Pull.squares(outputs, new SquareSink<>(first(diagonals), null)));
        });
        release(session);
        return into;
    }

    /** The norm of the gradient of every sample's loss, {@link #sampleLosses}. */
    double[] sampleGradientNorms(double[] theta) {
        double[] norms = new double[samples.count()];
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            int size = samples.size(t);
            Tile<A> tile = worker.own();
            double[] squares = new double[size];
            fill(session.theta(), worker, tile, t, false)
                    .pull(tile.lossGradients, Pull.squares(1, new SquareSink<>(null, squares)));
            for (int i = 0; i < size; i++) {
                norms[samples.start(t) + i] = sampleFactor() * Math.sqrt(squares[i]);
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
            Pass<A> pass = fill(session.theta(), worker, tile, t, false);
            scale(tile.lossGradients, sampleFactor(), samples.size(t) * outputs);
            pass.pull(tile.lossGradients, Pull.toInputs(1));
            pass.inputCotangents(1, all, samples.start(t) * inputSize);
        });
        release(session);
        return all;
    }

    /** (∂f/∂x)ᵀ e_c of every sample and output, [samples][outputs][input], handed over tile by tile. */
    void inputJacobians(double[] theta, JacobianReader reader) {
        int inputSize = program.network.inputSize();
        Session<A> session = takeAt(theta);
        session.forEachTile(samples.tiles(), (worker, t, none) -> {
            int size = samples.size(t);
            Pass<A> pass = forward(session.theta(), worker, worker.own(), t);
            double[] identity = worker.outputRows(size * outputs);
            Arrays.fill(identity, 0, size * outputs * outputs, 0);
            for (int i = 0; i < size * outputs; i++) {
                identity[i * outputs + i / size] = 1;
            }
            pass.pull(identity, Pull.toInputs(outputs));
            double[] rows = new double[size * outputs * inputSize];
            pass.inputCotangents(outputs, rows, 0);
            reader.read(samples.start(t), size, rows);
        });
        release(session);
    }

    /** Takes the Jacobians of some samples. */
    interface JacobianReader {
        void read(int firstSample, int count, double[] rows);
    }

    /** Whether every layer can give the squares of each sample's gradient, each parameter having one place. */
    boolean squaresApart() {
        return program.squaresApart();
    }

    /** Tangents that one pass carries at most. */
    int mostTangents() {
        return program.mostTangents();
    }

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
        session.forEachTile(cached.size(), (worker, t, none) -> fill(copy, worker, cached.get(t), t, deltas));
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
        /** Replaces u, one tangent of the outputs of one position of one sample, by its image. */
        void apply(double[] lossGradients, double[] lossStates, int offset, double[] u, int at);
    }

    /** Products Jᵀ (map) J x, plus the second-order terms when the point has deltas. */
    void product(Point<A> point, OutputMap map, double[][] xs, double[][] into) {
        Session<A> session = take();
        session.take(xs);
        session.accumulate(samples.tiles(), lanes, into, (worker, t, gradients) -> {
            Tile<A> tile;
            Pass<A> pass;
            if (t < point.cached().size()) {
                tile = point.cached().get(t);
                read(worker, t);
                pass = worker.at(tile, samples.size(t), point.theta(), buffers);
            } else {
                tile = worker.own();
                pass = fill(point.theta(), worker, tile, t, point.deltas());
            }
            double[] rows = worker.outputRows(samples.size(t));
            for (int tangent = 0; tangent < xs.length; tangent++) {
                pass.push(session.direction(tangent), rows);
                map(map, tile, t, rows);
                A gradient = Objects.requireNonNull(gradients)[tangent];
                pass.pull(rows, Pull.into(Objects.requireNonNull(gradient)).curved(point.deltas()));
            }
        });
        release(session);
    }

    private static <A> A first(@Nullable A @Nullable [] gradients) {
        return Objects.requireNonNull(Objects.requireNonNull(gradients)[0]);
    }
}
