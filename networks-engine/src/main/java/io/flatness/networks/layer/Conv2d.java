package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution (cross-correlation) of an image with weights [outputs, channels / groups, height, width].
 *
 * @param outputs number of output channels
 * @param window the window that slides over the image, zeros in the padding
 * @param groups number of groups of channels; each group of outputs reads one group of inputs
 * @param bias whether it has a bias
 */
public record Conv2d(int outputs, Window window, int groups, boolean bias) implements LayerSpec {
    /** Checks the sizes. */
    public Conv2d {
        if (outputs < 1 || groups < 1 || outputs % groups != 0) {
            throw new IllegalArgumentException("a convolution with " + outputs + " output channels cannot have "
                    + groups + " groups: the groups must divide the channels");
        }
    }

    @Override
    public String type() {
        return "conv2d";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        Shape shape = window.over(input, outputs);
        if (input.units() % groups != 0) {
            throw new IllegalArgumentException(
                    "has " + groups + " groups, which do not divide the " + input.units() + " channels of its input");
        }
        return shape;
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(new TensorSpec(
                "weight", List.of(outputs, inputs.get(0).units() / groups, window.height(), window.width())));
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
        return Optional.of(new ConvWeights(
                index,
                site.parameters().get(0),
                bias ? Optional.of(site.parameters().get(1)) : Optional.empty(),
                site.input().units(),
                outputs,
                groups,
                window.size()));
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
        moves.parameter(
                site.parameters().get(0),
                Along.output(0, output),
                Along.input(1, inputs.get(0)).grouped(groups));
        if (bias) {
            moves.parameter(site.parameters().get(1), Along.output(0, output));
        }
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int shift = bias ? site.parameters().get(1).offset() : -1;
        return Optional.of(new ConvIntervals(
                this, site.input(), site.output(), site.parameters().get(0).offset(), shift));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ConvKernel<>(this, site, arithmetic);
    }

    /** Which channels each weight joins. */
    private record ConvWeights(
            int index, Block weight, Optional<Block> bias, int inputUnits, int outputUnits, int groups, int window)
            implements Affine {
        @Override
        public int inputUnit(int k) {
            int perGroup = inputUnits / groups;
            int local = k / window % perGroup;
            return outputUnit(k) / (outputUnits / groups) * perGroup + local;
        }

        @Override
        public int outputUnit(int k) {
            return k / (window * (inputUnits / groups));
        }
    }
}
