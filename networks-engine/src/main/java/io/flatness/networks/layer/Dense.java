package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
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
    public boolean absorbs() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitMap.identity(outputs);
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        UnitMap input = inputs.get(0);
        Block weight = site.parameters().get(0);
        int fanIn = site.input().units();
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < fanIn; i++) {
                moves.parameter(
                        weight.offset() + element(i, o, fanIn),
                        weight.offset() + element(input.source()[i], output.source()[o], fanIn),
                        output.scale()[o] / input.scale()[i]);
            }
        }
        if (bias) {
            int offset = site.parameters().get(1).offset();
            for (int o = 0; o < outputs; o++) {
                moves.parameter(offset + o, offset + output.source()[o], output.scale()[o]);
            }
        }
    }

    private int element(int i, int o, int fanIn) {
        return order == WeightOrder.IN_OUT ? i * outputs + o : o * fanIn + i;
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        if (!site.input().isVector()) {
            return Optional.empty();
        }
        int fanIn = site.input().units();
        int weight = site.parameters().get(0).offset();
        int shift = bias ? site.parameters().get(1).offset() : -1;
        int inputStep = order == WeightOrder.IN_OUT ? outputs : 1;
        int outputStep = order == WeightOrder.IN_OUT ? 1 : fanIn;
        return Optional.of((in, parameters, buffers, out) -> {
            double[] magnitude = new double[outputs];
            for (int o = 0; o < outputs; o++) {
                out.low()[o] = shift < 0 ? 0 : parameters.low()[shift + o];
                out.high()[o] = shift < 0 ? 0 : parameters.high()[shift + o];
                magnitude[o] = Math.max(Math.abs(out.low()[o]), Math.abs(out.high()[o]));
            }
            for (int i = 0; i < fanIn; i++) {
                double low = in[0].low()[i];
                double high = in[0].high()[i];
                for (int o = 0; o < outputs && (low != 0 || high != 0); o++) {
                    int k = weight + i * inputStep + o * outputStep;
                    double a = low * parameters.low()[k];
                    double b = low * parameters.high()[k];
                    double c = high * parameters.low()[k];
                    double d = high * parameters.high()[k];
                    double least = Math.min(Math.min(a, b), Math.min(c, d));
                    double most = Math.max(Math.max(a, b), Math.max(c, d));
                    out.low()[o] += least;
                    out.high()[o] += most;
                    magnitude[o] += Math.max(-least, most);
                }
            }
            for (int o = 0; o < outputs; o++) {
                out.widen(o, fanIn + 1, magnitude[o]);
            }
        });
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
