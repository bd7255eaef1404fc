package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer over a sequence [T, inputs], from a state of zeros; its output [T, directions · hidden] has the states of
 * all positions, those of the two directions side by side.
 *
 * <p>Tensors are those of ONNX: weights {@code W} [directions, gates · hidden, inputs], recurrent weights {@code R}
 * [directions, gates · hidden, hidden] and biases {@code B} [directions, 2 · gates · hidden]; gates in the order input, output,
 * forget, cell of an LSTM and update, reset, hidden of a GRU.
 *
 * @param cell what happens at a position
 * @param hidden units of the state
 * @param direction order of the positions
 * @param bias whether there are biases
 * @param linearBeforeReset of a GRU: whether the reset gate acts behind the recurrent weights, as in PyTorch
 */
public record Recurrent(Cell cell, int hidden, Direction direction, boolean bias, boolean linearBeforeReset)
        implements LayerSpec {
    /** What happens at a position. */
    public enum Cell {
        /** Long short-term memory. */
        LSTM("lstm", 4),
        /** Gated recurrent unit. */
        GRU("gru", 3),
        /** h := tanh(W x + R h + b). */
        RNN_TANH("rnn", 1),
        /** h := max(W x + R h + b, 0). */
        RNN_RELU("rnn", 1);

        private final String type;
        private final int gates;

        Cell(String type, int gates) {
            this.type = type;
            this.gates = gates;
        }
    }

    /** Order of the positions. */
    public enum Direction {
        /** From the first to the last. */
        FORWARD,
        /** From the last to the first. */
        REVERSE,
        /** Both. */
        BIDIRECTIONAL
    }

    /** Checks the size. */
    public Recurrent {
        if (hidden < 1) {
            throw new IllegalArgumentException("a recurrent layer needs at least one unit but has " + hidden);
        }
    }

    @Override
    public String type() {
        return cell.type;
    }

    private int directions() {
        return direction == Direction.BIDIRECTIONAL ? 2 : 1;
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (input.rank() != 2) {
            throw new IllegalArgumentException(
                    "needs a sequence [positions, features] but its input has the shape " + input);
        }
        return Shape.sequence(input.extent(0), directions() * hidden);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        int rows = cell.gates * hidden;
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(
                new TensorSpec("W", List.of(directions(), rows, inputs.get(0).units())));
        tensors.add(new TensorSpec("R", List.of(directions(), rows, hidden)));
        if (bias) {
            tensors.add(new TensorSpec("B", List.of(directions(), 2 * rows)));
        }
        return tensors;
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitMap.identity(site.output().units());
    }

    @Override
    public boolean absorbsInputs() {
        return true;
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        output.still();
        moves.parameter(site.parameters().get(0), Along.input(2, inputs.get(0)));
    }

    @Override
    public List<Part> parts(Site site) {
        Unrolled parts = new Unrolled(this, cell.gates, site);
        List<Integer> outputs = new ArrayList<>();
        for (int d = 0; d < directions(); d++) {
            outputs.add(parts.run(d, direction == Direction.REVERSE || d == 1));
        }
        return parts.joined(outputs);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        throw new AssertionError("this layer consists of others");
    }
}
