package io.flatness.networks.engine;

import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The passes over one tile of samples at one point: values forward, directions forward, cotangents back. Each quantity that
 * is computed of a network is made of these.
 *
 * <p>Rows of outputs are in double precision, [samples][outputs of all positions].
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Pass<A> {
    final Program<A> program;
    final Worker<A> worker;
    final Tile<A> tile;
    final Arguments<A> arguments;

    /** Number of samples in the tile, and the first of them. */
    final int samples;

    final int first;

    /** Number of the tile. */
    final int number;

    private final Arithmetic<A> arithmetic;
    private final SampleLosses losses;

    /** Passes over tile {@code number} of the samples of the losses; the worker has read it last. */
    Pass(Worker<A> worker, Tile<A> tile, int number, Arguments<A> arguments, SampleLosses losses) {
        this.program = worker.program;
        this.arithmetic = program.arithmetic;
        this.worker = worker;
        this.tile = tile;
        this.number = number;
        this.samples = losses.samples().size(number);
        this.first = losses.samples().start(number);
        this.arguments = arguments;
        this.losses = losses;
    }

    /** Number of outputs of the tile, over all samples and positions. */
    int outputs() {
        return samples * program.outputSize();
    }

    /** Room for as many rows of outputs, times the samples. */
    double[] rows(int multiple) {
        return worker.outputRows(multiple * samples);
    }

    /** Runs the network forward and fills the tile's values and outputs. */
    Pass<A> forward() {
        return forward(null);
    }

    /** The same; the collector looks at each layer before it runs. */
    Pass<A> forward(@Nullable KinkCollector<A> kinks) {
        Pull<A> nothing = Pull.into(null);
        for (int v = 0; v < program.count(); v++) {
            if (!program.used[v]) {
                continue;
            }
            StepFrame<A> frame = new StepFrame<>(this, v, null, nothing, worker.cotangents);
            if (kinks != null) {
                kinks.look(frame);
            }
            program.kernel(v).forward(frame);
        }
        arithmetic.widen(present(tile.values), 0, tile.outputs, 0, outputs());
        return this;
    }

    /** The array of the network's outputs. */
    private A present(@Nullable A[] arrays) {
        return Objects.requireNonNull(arrays[program.place[program.output]]);
    }

    /** Evaluates the losses; the tile gets their derivatives, unweighted, and {@code sums} what each sample's add up to. */
    void losses(double @Nullable [] sums) {
        losses.evaluate(number, tile, sums);
    }

    /** Everything at θ that does not depend on a direction, with gradients of the layers' outputs or without. */
    Pass<A> fill(boolean deltas) {
        forward();
        losses(null);
        if (deltas) {
            deltas(null);
        }
        return this;
    }

    /**
     * Pulls the gradients of the loss with respect to the outputs back through all layers; the tile keeps those it has room
     * for.
     */
    void deltas(@Nullable A gradient) {
        worker.reserve(1, false);
        for (int v = 0; v <= program.output; v++) {
            if (program.place[v] == v && program.used[v] && program.active[v]) {
                A kept = tile.deltas[v];
                worker.deltas[v] = kept == null ? worker.cotangents[v] : kept;
            }
        }
        double[] weighted = rows(1);
        for (int k = 0; k < outputs(); k++) {
            weighted[k] = losses.weight() * tile.lossGradients[k];
        }
        back(weighted, Pull.into(gradient), worker.deltas);
    }

    /** Carries direction {@code index} forward; the outputs' tangents go to {@code into}. */
    void push(int index, double[] into) {
        worker.reserve(1, false);
        A direction = arguments.directions().get(index);
        Pull<A> nothing = Pull.into(null);
        for (int v = 0; v <= program.output; v++) {
            if (program.used[v] && program.active[v]) {
                program.kernel(v).tangent(new StepFrame<>(this, v, direction, nothing, worker.cotangents));
            }
        }
        if (program.active[program.output]) {
            arithmetic.widen(present(worker.tangents), 0, into, 0, outputs());
        } else {
            Arrays.fill(into, 0, outputs(), 0);
        }
    }

    /** Applies a map to tangents of the outputs. */
    void apply(OutputMap map, double[] rows) {
        losses.apply(map, number, tile, rows);
    }

    /**
     * Pulls cotangents of the outputs, [m][samples][outputs], back through all layers.
     *
     * @param wanted what to do on the way; second-order terms need the tile's deltas
     */
    void pull(double[] rows, Pull<A> wanted) {
        worker.reserve(wanted.cotangents(), wanted.toInputs());
        back(rows, wanted, worker.cotangents);
    }

    private void back(double[] rows, Pull<A> wanted, @Nullable A[] arrays) {
        int last = program.output;
        if (!program.active[last] && !wanted.toInputs()) {
            return;
        }
        arithmetic.narrow(rows, 0, present(arrays), 0, wanted.cotangents() * outputs());
        for (int v = last; v >= 0; v--) {
            if (!program.used[v] || !(program.active[v] || wanted.toInputs())) {
                continue;
            }
            LayerKernel<A> kernel = program.kernel(v);
            StepFrame<A> frame = new StepFrame<>(this, v, wanted.along(), wanted, arrays);
            if (wanted.squares() != null && program.trainable(v)) {
                kernel.squares(frame, wanted.squares());
            }
            if (wanted.along() != null && program.curved[v]) {
                kernel.pullBackCurved(frame);
            } else {
                kernel.pullBack(frame);
            }
        }
    }

    /** Columns of a square root of the loss's second derivatives with respect to the outputs, weighted: [m][samples][m]. */
    double[] roots() {
        double[] rows = rows(program.outputSize());
        losses.roots(number, tile, rows);
        scale(rows, Math.sqrt(losses.weight()), program.outputSize() * outputs());
        return rows;
    }

    /** The gradients of the samples' losses with respect to the outputs, times a factor. */
    double[] lossGradients(double factor) {
        double[] rows = rows(1);
        System.arraycopy(tile.lossGradients, 0, rows, 0, outputs());
        scale(rows, factor, outputs());
        return rows;
    }

    private static void scale(double[] x, double factor, int length) {
        for (int i = 0; i < length; i++) {
            x[i] *= factor;
        }
    }

    /** Copies the cotangents of the inputs, [samples][m][elements in the order of the data], to {@code into}. */
    void inputCotangents(int m, double[] into, int at) {
        int offset = at;
        for (int i = 0; i < program.network.inputs().size(); i++) {
            inputCotangents(i, m, into, offset);
            offset += program.network.inputs().get(i).size();
        }
    }

    private void inputCotangents(int input, int m, double[] into, int at) {
        Shape shape = program.network.inputs().get(input);
        int stride = program.network.inputSize();
        A from = worker.cotangents[program.count() + input];
        int positions = shape.positions();
        for (int i = 0; i < samples * m && from != null; i++) {
            int t = i / samples;
            int to = at + (i % samples * m + t) * stride;
            if (shape.unitsLast()) {
                arithmetic.widen(from, i * shape.size(), into, to, shape.size());
                continue;
            }
            for (int c = 0; c < shape.units(); c++) {
                int start = ((c * m + t) * samples + i % samples) * positions;
                arithmetic.widen(from, start, into, to + c * positions, positions);
            }
        }
    }
}
