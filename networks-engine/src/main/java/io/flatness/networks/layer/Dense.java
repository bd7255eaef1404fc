package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fully connected layer z = h W + b on vectors: those of the last axis, at every position.
 *
 * @param outputs number of output units
 * @param bias whether it has a bias
 * @param order how W is stored
 */
public record Dense(int outputs, boolean bias, WeightOrder order) implements LayerSpec {
    /** Checks the size. */
    public Dense {
        if (outputs < 1) {
            throw new IllegalArgumentException("a dense layer needs at least one output but has " + outputs);
        }
    }

    @Override
    public String type() {
        return "dense";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (!input.unitsLast()) {
            throw new IllegalArgumentException("needs a vector of features but its input has the shape " + input
                    + "; put a flatten layer before it");
        }
        return Axes.with(input, input.rank() - 1, outputs);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        int fanIn = inputs.get(0).units();
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(new TensorSpec(
                "weight", order == WeightOrder.IN_OUT ? List.of(fanIn, outputs) : List.of(outputs, fanIn)));
        if (bias) {
            tensors.add(new TensorSpec("bias", List.of(outputs)));
        }
        return tensors;
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public Optional<Affine> affine(Site site, int index) {
        return Optional.of(new DenseWeights(
                index,
                site.parameters().get(0),
                bias ? Optional.of(site.parameters().get(1)) : Optional.empty(),
                order));
    }

    @Override
    public boolean absorbsInputs() {
        return true;
    }

    @Override
    public boolean absorbsOutput() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitMap.identity(outputs);
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        UnitMap input = inputs.get(0);
        int in = order == WeightOrder.IN_OUT ? 0 : 1;
        moves.parameter(site.parameters().get(0), Along.input(in, input), Along.output(1 - in, output));
        if (bias) {
            moves.parameter(site.parameters().get(1), Along.output(0, output));
        }
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int shift = bias ? site.parameters().get(1).offset() : -1;
        return Optional.of(new DenseIntervals(
                site.input().units(), outputs, site.parameters().get(0).offset(), shift, order));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new DenseKernel<>(this, site, arithmetic);
    }

    /** Which units each weight joins. */
    private record DenseWeights(int index, Block weight, Optional<Block> bias, WeightOrder order) implements Affine {
        @Override
        public int inputUnits() {
            return weight.shape().get(order == WeightOrder.IN_OUT ? 0 : 1);
        }

        @Override
        public int outputUnits() {
            return weight.shape().get(order == WeightOrder.IN_OUT ? 1 : 0);
        }

        @Override
        public int inputUnit(int k) {
            return order == WeightOrder.IN_OUT ? k / outputUnits() : k % inputUnits();
        }

        @Override
        public int outputUnit(int k) {
            return order == WeightOrder.IN_OUT ? k % outputUnits() : k / inputUnits();
        }
    }
}
