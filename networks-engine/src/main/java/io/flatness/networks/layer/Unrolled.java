package io.flatness.networks.layer;

import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.List;

/** The parts of a recurrent layer, position by position. */
final class Unrolled {
    private static final Activation SIGMOID = new Activation(Activation.Function.SIGMOID);
    private static final Activation TANH = new Activation(Activation.Function.TANH);
    private static final Binary PRODUCT = new Binary(Binary.Operation.MULTIPLY);

    private final Recurrent layer;
    private final int hidden;
    private final int rows;
    private final Site site;
    private final List<Part> parts = new ArrayList<>();

    Unrolled(Recurrent layer, int gates, Site site) {
        this.layer = layer;
        this.hidden = layer.hidden();
        this.rows = gates * hidden;
        this.site = site;
    }

    /** Puts the outputs of the directions side by side. */
    List<Part> joined(List<Integer> outputs) {
        add(new Join(-1), outputs);
        return parts;
    }

    private int add(LayerSpec spec, List<Integer> inputs, Block... blocks) {
        parts.add(new Part(spec, inputs, List.of(blocks)));
        return parts.size() - 1;
    }

    private int add(LayerSpec spec, int a) {
        return add(spec, List.of(a));
    }

    private int add(LayerSpec spec, int a, int b) {
        return add(spec, List.of(a, b));
    }

    /** A part of a tensor of one direction. */
    private Block block(int tensor, int direction, int from, int... extents) {
        Block whole = site.parameters().get(tensor);
        int each = whole.size() / whole.shape().get(0);
        List<Integer> shape = new ArrayList<>();
        for (int extent : extents) {
            shape.add(extent);
        }
        return new Block(whole.name(), shape, whole.offset() + direction * each + from);
    }

    /** The states of all positions of one direction, [T, hidden]. */
    int run(int direction, boolean reverse) {
        int positions = site.input().extent(0);
        int inputs = site.input().units();
        Block weights = block(0, direction, 0, rows, inputs);
        int before = layer.bias()
                ? add(new Dense(rows, true, WeightOrder.OUT_IN), List.of(-1), weights, block(2, direction, 0, rows))
                : add(new Dense(rows, false, WeightOrder.OUT_IN), List.of(-1), weights);
        List<Integer> states = new ArrayList<>();
        State state = new State(-1, -1);
        for (int step = 0; step < positions; step++) {
            int position = reverse ? positions - 1 - step : step;
            int row = add(new Gather(0, List.of(position), List.of()), before);
            state = switch (layer.cell()) {
                case LSTM -> longShortTerm(row, state, direction);
                case GRU -> gatedUnit(row, state, direction);
                case RNN_TANH -> new State(add(TANH, moved(row, state, direction)), -1);
                case RNN_RELU -> new State(add(Rectifier.relu(), moved(row, state, direction)), -1);
            };
            states.add(reverse ? 0 : states.size(), state.hidden());
        }
        int joined = add(new Join(0), states);
        return add(new Reshape(List.of(positions, hidden), true), joined);
    }

    /** The parts that have the hidden state and the cell; −1 for zeros. */
    private record State(int hidden, int cell) {}

    /** R h + b of some rows, or b alone while h is 0; −1 for zeros. */
    private int recurrent(State state, int direction, int first, int count) {
        Block weights = block(1, direction, first * hidden, count, hidden);
        if (state.hidden() < 0) {
            return layer.bias()
                    ? add(new Parameter(List.of(count)), List.of(), block(2, direction, rows + first, count))
                    : -1;
        }
        return layer.bias()
                ? add(
                        new Dense(count, true, WeightOrder.OUT_IN),
                        List.of(state.hidden()),
                        weights,
                        block(2, direction, rows + first, count))
                : add(new Dense(count, false, WeightOrder.OUT_IN), List.of(state.hidden()), weights);
    }

    private int sum(int a, int b) {
        return b < 0 ? a : add(new Add(), a, b);
    }

    private int moved(int row, State state, int direction) {
        return sum(row, recurrent(state, direction, 0, rows));
    }

    private int gate(int from, int number) {
        return add(new Slice(0, number * hidden, (number + 1) * hidden, 1), from);
    }

    private State longShortTerm(int row, State state, int direction) {
        int all = moved(row, state, direction);
        int gates = add(SIGMOID, add(new Slice(0, 0, 3 * hidden, 1), all));
        int candidate = add(TANH, gate(all, 3));
        int cell = add(PRODUCT, gate(gates, 0), candidate);
        if (state.cell() >= 0) {
            cell = add(new Add(), add(PRODUCT, gate(gates, 2), state.cell()), cell);
        }
        int squashed = add(TANH, cell);
        return new State(add(PRODUCT, gate(gates, 1), squashed), cell);
    }

    /** h := n + z ∘ (h − n). */
    private State gatedUnit(int row, State state, int direction) {
        int firstTwo = sum(add(new Slice(0, 0, 2 * hidden, 1), row), recurrent(state, direction, 0, 2 * hidden));
        int gates = add(SIGMOID, firstTwo);
        int update = gate(gates, 0);
        int reset = gate(gates, 1);
        int own = gate(row, 2);
        int candidate;
        if (layer.linearBeforeReset()) {
            int recurrent = recurrent(state, direction, 2 * hidden, hidden);
            candidate = add(TANH, recurrent < 0 ? own : add(new Add(), own, add(PRODUCT, reset, recurrent)));
        } else {
            State kept = state.hidden() < 0 ? state : new State(add(PRODUCT, reset, state.hidden()), -1);
            candidate = add(TANH, sum(own, recurrent(kept, direction, 2 * hidden, hidden)));
        }
        int minus = add(Scale.of(-1, 0), candidate);
        int difference = state.hidden() < 0 ? minus : add(new Add(), state.hidden(), minus);
        return new State(add(new Add(), candidate, add(PRODUCT, update, difference)), -1);
    }
}
