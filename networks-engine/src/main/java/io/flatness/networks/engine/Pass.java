package io.flatness.networks.engine;

import io.flatness.networks.layer.Frame;
import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The passes over one tile of samples at one point: values forward, gradients back, directions forward and cotangents back.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Pass<A> {
    private final Worker<A> worker;
    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final Tile<A> tile;
    private final int samples;
    private final A theta;
    private final A buffers;
    private @Nullable A direction;

    Pass(Worker<A> worker, Tile<A> tile, int samples, A theta, A buffers) {
        this.worker = worker;
        this.program = worker.program;
        this.arithmetic = program.arithmetic;
        this.tile = tile;
        this.samples = samples;
        this.theta = theta;
        this.buffers = buffers;
    }

    /** Runs the network forward and fills the tile's values and outputs. */
    void forward(@Nullable KinkCollector<A> kinks) {
        for (int v = 0; v < program.count(); v++) {
            if (!program.used[v]) {
                continue;
            }
            Frame<A> frame = bind(v);
            if (kinks != null) {
                kinks.look(v, frame, worker.frames);
            }
            program.kernel(v).forward(frame);
        }
        arithmetic.widen(present(tile.values, program.output), 0, tile.outputs, 0, samples * program.outputSize());
    }

    private Frame<A> bind(int v) {
        Frame<A> frame = worker.frames.get(v);
        frame.samples = samples;
        frame.theta = theta;
        frame.buffers = buffers;
        int[] inputs = program.inputs(v);
        for (int i = 0; i < inputs.length; i++) {
            frame.in[i] = inputs[i] < 0 ? worker.input(-1 - inputs[i]) : tile.values[program.place[inputs[i]]];
        }
        frame.out = present(tile.values, v);
        frame.state = Objects.requireNonNull(tile.states[v]);
        frame.places = tile.places[v];
        return frame;
    }

    private A present(@Nullable A[] arrays, int v) {
        return Objects.requireNonNull(arrays[program.place[v]]);
    }

    private @Nullable A ifTrainable(int v, @Nullable A array) {
        return program.steps.get(v).trainable() ? array : null;
    }

    /**
     * Pulls gradients with respect to the outputs, row-major in double, back through all layers; the tile keeps those it
     * has room for.
     */
    void deltas(double[] outputGradients, @Nullable A gradient) {
        int last = program.output;
        if (!program.active[last]) {
            return;
        }
        worker.reserve(1, false);
        for (int v = 0; v <= last; v++) {
            if (program.place[v] == v && program.used[v] && program.active[v]) {
                A kept = tile.deltas[v];
                worker.deltas[v] = kept == null ? worker.cotangents[v] : kept;
            }
        }
        arithmetic.narrow(outputGradients, 0, present(worker.deltas, last), 0, samples * program.outputSize());
        for (int v = last; v >= 0; v--) {
            if (!program.used[v] || !program.active[v]) {
                continue;
            }
            Frame<A> frame = bind(v);
            frame.cotangents = 1;
            frame.cotangentOut = present(worker.deltas, v);
            bindCotangents(v, frame, worker.deltas, false);
            frame.gradient = ifTrainable(v, gradient);
            program.kernel(v).pullBack(frame);
        }
    }

    private void bindCotangents(int v, Frame<A> frame, @Nullable A[] arrays, boolean toInputs) {
        int[] inputs = program.inputs(v);
        for (int i = 0; i < inputs.length; i++) {
            int from = program.at(inputs[i]);
            frame.cotangentIn[i] = program.active[from] || toInputs ? arrays[program.place[from]] : null;
        }
    }

    /** Carries a parameter direction forward; the outputs' tangents, [samples][outputs], go to {@code into}. */
    void push(A parameters, double[] into) {
        worker.reserve(1, false);
        direction = parameters;
        int last = program.output;
        for (int v = 0; v <= last; v++) {
            if (!program.used[v] || !program.active[v]) {
                continue;
            }
            Frame<A> frame = bind(v);
            bindTangents(v, frame);
            program.kernel(v).tangent(frame);
        }
        int length = samples * program.outputSize();
        if (program.active[last]) {
            arithmetic.widen(present(worker.tangents, last), 0, into, 0, length);
        } else {
            Arrays.fill(into, 0, length, 0);
        }
    }

    private void bindTangents(int v, Frame<A> frame) {
        frame.cotangents = 1;
        frame.direction = ifTrainable(v, direction);
        frame.tangentOut = present(worker.tangents, v);
        frame.tangentState = Objects.requireNonNull(worker.tangentStates[v]);
        int[] inputs = program.inputs(v);
        for (int i = 0; i < inputs.length; i++) {
            int from = program.at(inputs[i]);
            frame.tangentIn[i] = program.active[from] ? worker.tangents[program.place[from]] : null;
        }
    }

    /**
     * Pulls cotangents of the outputs, [m][samples][outputs], back through all layers.
     *
     * @param wanted what to do on the way; second-order terms need the tile's deltas
     */
    void pull(double[] cotangentsOut, Pull<A> wanted) {
        int m = wanted.cotangents();
        worker.reserve(m, wanted.toInputs());
        int last = program.output;
        if (!program.active[last] && !wanted.toInputs()) {
            return;
        }
        arithmetic.narrow(cotangentsOut, 0, present(worker.cotangents, last), 0, samples * m * program.outputSize());
        for (int v = last; v >= 0; v--) {
            if (!program.used[v] || !(program.active[v] || wanted.toInputs())) {
                continue;
            }
            LayerKernel<A> kernel = program.kernel(v);
            Frame<A> frame = bind(v);
            frame.cotangents = m;
            frame.cotangentOut = present(worker.cotangents, v);
            bindCotangents(v, frame, worker.cotangents, wanted.toInputs());
            frame.gradient = ifTrainable(v, wanted.gradient());
            if (wanted.squares() != null && program.steps.get(v).trainable()) {
                kernel.squares(frame, wanted.squares());
            }
            if (wanted.curved() && program.curved[v]) {
                bindTangents(v, frame);
                frame.deltaOut = tile.deltas[program.place[v]];
                kernel.pullBackCurved(frame);
            } else {
                kernel.pullBack(frame);
            }
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
