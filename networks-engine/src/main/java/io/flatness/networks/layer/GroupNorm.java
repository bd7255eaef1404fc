package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Group normalization: γ (x − mean) / √(variance + ε) + β over groups of channels, the first axis, with all their positions;
 * γ and β channel by channel. A group a channel is instance normalization.
 *
 * @param groups number of groups; 0 for a group a channel
 * @param epsilon ε
 * @param scale whether there is γ
 * @param shift whether there is β
 */
public record GroupNorm(int groups, double epsilon, boolean scale, boolean shift) implements LayerSpec {
    /** Checks the settings. */
    public GroupNorm {
        Normalization.requireEpsilon(epsilon);
        if (groups < 0) {
            throw new IllegalArgumentException("the number of groups is " + groups + "; it must not be negative");
        }
    }

    /** Instance normalization: every channel by itself. */
    public static GroupNorm instance(double epsilon, boolean scale, boolean shift) {
        return new GroupNorm(0, epsilon, scale, shift);
    }

    @Override
    public String type() {
        return groups == 0 ? "instance-norm" : "group-norm";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (groups > 0 && input.extent(0) % groups != 0) {
            throw new IllegalArgumentException("has " + groups + " groups, which do not divide the " + input.extent(0)
                    + " channels of its input of the shape " + input);
        }
        return input;
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        List<Integer> channels = List.of(inputs.get(0).extent(0));
        List<TensorSpec> tensors = new ArrayList<>();
        if (scale) {
            tensors.add(new TensorSpec("weight", channels));
        }
        if (shift) {
            tensors.add(new TensorSpec("bias", channels));
        }
        return tensors;
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitRules.unchanged(site, inputs);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        Shape input = site.input();
        int channels = input.extent(0);
        int columns = input.size() / (groups == 0 ? channels : groups);
        return new NormalizationKernel<>(
                new Normalization(columns, epsilon, true, scale, shift, channels, input.size() / channels),
                site,
                arithmetic);
    }
}
