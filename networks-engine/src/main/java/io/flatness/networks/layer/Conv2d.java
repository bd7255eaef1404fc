package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
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
        int perGroup = site.input().units() / groups;
        int outputsPerGroup = outputs / groups;
        int size = window.size();
        int offset = site.parameters().get(0).offset();
        for (int o = 0; o < outputs; o++) {
            int from = output.source()[o];
            for (int local = 0; local < perGroup; local++) {
                int i = o / outputsPerGroup * perGroup + local;
                int fromInput = input.source()[i];
                if (fromInput / perGroup != from / outputsPerGroup) {
                    throw UnitRules.refused(
                            site,
                            type(),
                            "has " + groups + " groups: channel " + fromInput
                                    + " cannot move to a group that output channel " + from + " does not move to");
                }
                int to = offset + (o * perGroup + local) * size;
                int source = offset + (from * perGroup + fromInput % perGroup) * size;
                for (int k = 0; k < size; k++) {
                    moves.parameter(to + k, source + k, output.scale()[o] / input.scale()[i]);
                }
            }
        }
        if (bias) {
            int at = site.parameters().get(1).offset();
            for (int o = 0; o < outputs; o++) {
                moves.parameter(at + o, at + output.source()[o], output.scale()[o]);
            }
        }
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
