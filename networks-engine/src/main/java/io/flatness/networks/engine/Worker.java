package io.flatness.networks.engine;

import io.flatness.networks.layer.Scratch;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of one worker: what it reads into, and the arrays that a {@link Pass} over a tile works in.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Worker<A> {
    final Program<A> program;
    final @Nullable A[] tangents;
    final @Nullable A[] tangentStates;
    final @Nullable A[] cotangents;
    final @Nullable A[] deltas;
    final Scratch<A> scratch;
    private final Arithmetic<A> arithmetic;
    private final int capacity;
    private final @Nullable A[] inputSpaces;
    private @Nullable A[] inputs;
    private final double[] sample;
    private double[] outputRows;
    private int room;
    private boolean roomForInput;
    private @Nullable Tile<A> own;

    Worker(Program<A> program, int capacity) {
        this.program = program;
        this.arithmetic = program.arithmetic;
        this.capacity = capacity;
        this.scratch = new Scratch<>(arithmetic);
        List<Shape> shapes = program.network.inputs();
        int arrays = program.count() + shapes.size();
        this.inputSpaces = arithmetic.places(shapes.size());
        for (int i = 0; i < shapes.size(); i++) {
            inputSpaces[i] = arithmetic.allocate(capacity * shapes.get(i).size());
        }
        this.inputs = inputSpaces;
        this.sample = new double[program.network.inputSize()];
        this.outputRows = new double[0];
        this.tangents = arithmetic.places(arrays);
        this.tangentStates = arithmetic.places(program.count());
        this.cotangents = arithmetic.places(arrays);
        this.deltas = arithmetic.places(arrays);
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
        int length = rows * program.outputSize();
        if (outputRows.length < length) {
            outputRows = new double[length];
        }
        return outputRows;
    }

    /** Makes room for m cotangents of everything that moves; and of the inputs where their cotangents are wanted. */
    void reserve(int m, boolean withInput) {
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
            if (tangentStates[v] == null) {
                tangentStates[v] =
                        arithmetic.allocate(capacity * program.kernel(v).tangentStateSize());
            }
        }
        for (int v = program.count(); roomForInput && v < cotangents.length; v++) {
            cotangents[v] = arithmetic.allocate(room * capacity * program.size[v]);
        }
    }

    /** Input i of the samples read last. */
    @Nullable
    A input(int i) {
        return inputs[i];
    }

    /** Takes inputs that {@link #copyOfInputs} returned before. */
    void use(@Nullable A[] known) {
        inputs = known;
    }

    /** A copy of the inputs of so many samples, read last. */
    @Nullable
    A[] copyOfInputs(int samples) {
        @Nullable A[] copies = arithmetic.places(inputs.length);
        for (int i = 0; i < copies.length; i++) {
            int length = samples * program.size[program.count() + i];
            A copy = arithmetic.allocate(length);
            A from = inputs[i];
            if (from != null) {
                arithmetic.copy(from, 0, copy, 0, length);
            }
            copies[i] = copy;
        }
        return copies;
    }

    /** Reads samples into the input arrays, in the layouts of their shapes. */
    void read(Inputs data, int[] samples, int first, int count) {
        inputs = inputSpaces;
        for (int i = 0; i < count; i++) {
            data.read(samples[first + i], sample, 0);
            int from = 0;
            for (int input = 0; input < inputs.length; input++) {
                from += place(program.network.inputs().get(input), from, inputs[input], i, count);
            }
        }
    }

    /** Writes one input of sample i of {@code count}, {@code from} on, to its place; returns its length. */
    private int place(Shape shape, int from, @Nullable A into, int i, int count) {
        int size = shape.size();
        if (into == null) {
            throw new AssertionError("there is no room for an input");
        }
        if (shape.unitsLast()) {
            arithmetic.narrow(sample, from, into, i * size, size);
        } else {
            int positions = shape.positions();
            for (int c = 0; c < shape.units(); c++) {
                arithmetic.narrow(sample, from + c * positions, into, (c * count + i) * positions, positions);
            }
        }
        return size;
    }
}
