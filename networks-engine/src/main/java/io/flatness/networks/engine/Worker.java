package io.flatness.networks.engine;

import io.flatness.networks.layer.Frame;
import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.layer.Scratch;
import io.flatness.networks.layer.SquareSink;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of one worker, and the passes over one tile.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Worker<A> {
    private final Program<A> program;
    private final Arithmetic<A> arithmetic;
    private final int capacity;
    private final List<Frame<A>> frames = new ArrayList<>();
    private final A inputSpace;
    private A input;
    private final double[] sample;
    private double[] outputRows;
    private final @Nullable A[] tangents;
    private final @Nullable A[] cotangents;
    private final @Nullable A[] deltas;
    private int room;
    private boolean roomForInput;
    private @Nullable Tile<A> own;

    Worker(Program<A> program, int capacity) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.capacity = capacity;
        Scratch<A> scratch = new Scratch<>(arithmetic);
        for (int v = 0; v < program.count(); v++) {
            Frame<A> frame = new Frame<>(arithmetic, program.node(v).inputs().size());
            frame.scratch = scratch;
            frame.accumulate = program.accumulate[v];
            frames.add(frame);
        }
        this.inputSpace = arithmetic.allocate(capacity * program.network.inputSize());
        this.input = inputSpace;
        this.sample = new double[program.network.inputSize()];
        this.outputRows = new double[0];
        this.tangents = arithmetic.places(program.count() + 1);
        this.cotangents = arithmetic.places(program.count() + 1);
        this.deltas = arithmetic.places(program.count() + 1);
    }

    /** The worker's own tile, for points that are not cached. */
    Tile<A> own() {
        if (own == null) {
            own = new Tile<>(program, capacity, true);
        }
        return own;
    }

    /** Room for rows of outputs in double precision. */
    double[] outputRows(int rows) {
        int length = rows * program.network.outputCount();
        if (outputRows.length < length) {
            outputRows = new double[length];
        }
        return outputRows;
    }

    /** Makes room for m cotangents of everything that moves; and of the input where its cotangent is wanted. */
    private void reserve(int m, boolean withInput) {
        if (m <= room && (roomForInput || !withInput)) {
            return;
        }
        room = Math.max(room, m);
        roomForInput |= withInput;
        for (int v = 0; v < program.count(); v++) {
            if (program.place[v] == v && program.used[v]) {
                if (tangents[v] == null && program.active[v]) {
                    tangents[v] = arithmetic.allocate(capacity * program.size[v]);
                }
                if (program.active[v] || roomForInput) {
                    cotangents[v] = arithmetic.allocate(room * capacity * program.size[v]);
                }
            }
        }
        if (roomForInput) {
            cotangents[program.count()] = arithmetic.allocate(room * capacity * program.network.inputSize());
        }
    }

    /** Takes input that {@link #copyOfInput} returned before. */
    void use(A known) {
        input = known;
    }

    /** A copy of the input of so many samples, read last. */
    A copyOfInput(int samples) {
        int length = samples * program.network.inputSize();
        A copy = arithmetic.allocate(length);
        arithmetic.copy(input, 0, copy, 0, length);
        return copy;
    }

    /** Reads samples into the input array, in the layout of its shape. */
    void read(Inputs inputs, int[] samples, int first, int count) {
        input = inputSpace;
        Shape shape = program.network.inputShape();
        int units = shape.units();
        int positions = shape.positions();
        for (int i = 0; i < count; i++) {
            inputs.read(samples[first + i], sample, 0);
            if (shape.isVector()) {
                arithmetic.narrow(sample, 0, input, i * units, units);
            } else {
                for (int c = 0; c < units; c++) {
                    arithmetic.narrow(sample, c * positions, input, (c * count + i) * positions, positions);
                }
            }
        }
    }

    /** Runs the network forward on the samples read last. */
    void forward(Tile<A> tile, int samples, A theta, A buffers, @Nullable KinkCollector<A> kinks) {
        for (int v = 0; v < program.count(); v++) {
            if (!program.used[v]) {
                continue;
            }
            Frame<A> frame = bind(v, tile, samples, theta, buffers);
            if (kinks != null) {
                kinks.look(v, frame, frames);
            }
            program.kernels.get(v).forward(frame);
        }
        arithmetic.widen(output(tile), 0, tile.outputs, 0, samples * program.network.outputCount());
    }

    private Frame<A> bind(int v, Tile<A> tile, int samples, A theta, A buffers) {
        Frame<A> frame = frames.get(v);
        frame.samples = samples;
        frame.theta = theta;
        frame.buffers = buffers;
        List<Integer> inputs = program.node(v).inputs();
        for (int i = 0; i < inputs.size(); i++) {
            int from = program.at(inputs.get(i));
            frame.in[i] = from == program.count() ? input : tile.values[program.place[from]];
        }
        frame.out = present(tile.values, v);
        frame.state = Objects.requireNonNull(tile.states[v]);
        frame.places = tile.places[v];
        return frame;
    }

    private A output(Tile<A> tile) {
        return present(tile.values, program.network.output());
    }

    private A present(@Nullable A[] arrays, int v) {
        return Objects.requireNonNull(arrays[program.place[v]]);
    }

    /** Pulls gradients with respect to the outputs, row-major in double, back through all layers; the tile keeps those it has room for. */
    void deltas(Tile<A> tile, int samples, A theta, A buffers, double[] outputGradients, @Nullable A gradient) {
        int last = program.network.output();
        if (!program.active[last]) {
            return;
        }
        reserve(1, false);
        for (int v = 0; v <= last; v++) {
            if (program.place[v] == v && program.used[v] && program.active[v]) {
                A kept = tile.deltas[v];
                deltas[v] = kept == null ? cotangents[v] : kept;
            }
        }
        arithmetic.narrow(outputGradients, 0, present(deltas, last), 0, samples * program.network.outputCount());
        for (int v = last; v >= 0; v--) {
            if (!program.used[v] || !program.active[v]) {
                continue;
            }
            Frame<A> frame = bind(v, tile, samples, theta, buffers);
            frame.cotangents = 1;
            frame.cotangentOut = present(deltas, v);
            bindCotangents(v, frame, deltas, false);
            frame.gradient = gradient;
            program.kernels.get(v).pullBack(frame);
        }
    }

    private void bindCotangents(int v, Frame<A> frame, @Nullable A[] arrays, boolean toInput) {
        List<Integer> inputs = program.node(v).inputs();
        for (int i = 0; i < inputs.size(); i++) {
            int from = program.at(inputs.get(i));
            frame.cotangentIn[i] = program.active[from] || toInput ? arrays[program.place[from]] : null;
        }
    }

    /** Carries a parameter direction forward; the outputs' tangents, [samples][outputs], go to {@code into}. */
    void tangents(Tile<A> tile, int samples, A theta, A buffers, A direction, double[] into) {
        reserve(1, false);
        int last = program.network.output();
        for (int v = 0; v <= last; v++) {
            if (!program.used[v] || !program.active[v]) {
                continue;
            }
            Frame<A> frame = bind(v, tile, samples, theta, buffers);
            bindTangents(v, frame, direction);
            program.kernels.get(v).tangent(frame);
        }
        int length = samples * program.network.outputCount();
        if (program.active[last]) {
            arithmetic.widen(present(tangents, last), 0, into, 0, length);
        } else {
            Arrays.fill(into, 0, length, 0);
        }
    }

    private void bindTangents(int v, Frame<A> frame, @Nullable A direction) {
        frame.cotangents = 1;
        frame.direction = direction;
        frame.tangentOut = present(tangents, v);
        List<Integer> inputs = program.node(v).inputs();
        for (int i = 0; i < inputs.size(); i++) {
            int from = program.at(inputs.get(i));
            frame.tangentIn[i] = program.active[from] ? tangents[program.place[from]] : null;
        }
    }

    /**
     * Pulls m cotangents of the outputs, [m][samples][outputs], back through all layers.
     *
     * @param curved whether to add the second-order terms of {@link LayerKernel#curve}; the tangents of the last call
     *     of {@link #tangents} and the tile's deltas then belong to the same point
     */
    void pullBack(
            Tile<A> tile,
            int samples,
            A theta,
            A buffers,
            int m,
            double[] cotangentsOut,
            @Nullable A gradient,
            boolean curved,
            boolean toInput,
            @Nullable SquareSink<A> squares) {
        reserve(m, toInput);
        int last = program.network.output();
        if (!program.active[last] && !toInput) {
            return;
        }
        arithmetic.narrow(cotangentsOut, 0, present(cotangents, last), 0, samples * m * program.network.outputCount());
        for (int v = last; v >= 0; v--) {
            if (!program.used[v] || !(program.active[v] || toInput)) {
                continue;
            }
            LayerKernel<A> kernel = program.kernels.get(v);
            Frame<A> frame = bind(v, tile, samples, theta, buffers);
            frame.cotangents = m;
            frame.cotangentOut = present(cotangents, v);
            bindCotangents(v, frame, cotangents, toInput);
            frame.gradient = gradient;
            if (squares != null) {
                kernel.squares(frame, squares);
            }
            if (curved && program.curved[v]) {
                bindTangents(v, frame, frame.direction);
                frame.deltaOut = tile.deltas[program.place[v]];
                kernel.pullBackCurved(frame);
            } else {
                kernel.pullBack(frame);
            }
        }
    }

    /** Copies the cotangents of the input, [samples][m][elements in the order of the data], to {@code into}. */
    void inputCotangents(int samples, int m, double[] into, int at) {
        Shape shape = program.network.inputShape();
        A from = Objects.requireNonNull(cotangents[program.count()]);
        int positions = shape.positions();
        if (shape.isVector()) {
            for (int i = 0; i < samples * m; i++) {
                int to = at + (i % samples * m + i / samples) * shape.size();
                arithmetic.widen(from, i * shape.size(), into, to, shape.size());
            }
            return;
        }
        for (int c = 0; c < shape.units(); c++) {
            for (int tangent = 0; tangent < m; tangent++) {
                for (int i = 0; i < samples; i++) {
                    int start = ((c * m + tangent) * samples + i) * positions;
                    int to = at + (i * m + tangent) * shape.size() + c * positions;
                    arithmetic.widen(from, start, into, to, positions);
                }
            }
        }
    }
}
