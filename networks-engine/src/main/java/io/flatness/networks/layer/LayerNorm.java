package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer normalization: γ (x − mean) / √(variance + ε) + β over the last axes of each sample, element by element in γ and β.
 *
 * @param axes number of axes at the end over which mean and variance are taken
 * @param epsilon ε
 * @param scale whether there is γ
 * @param shift whether there is β
 */
public record LayerNorm(int axes, double epsilon, boolean scale, boolean shift) implements LayerSpec {
    /** Checks the settings. */
    public LayerNorm {
        Normalization.requireEpsilon(epsilon);
        if (axes < 1) {
            throw new IllegalArgumentException("a layer normalization needs at least one axis but has " + axes);
        }
    }

    @Override
    public String type() {
        return "layer-norm";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Normalization.lastAxes(Arity.one(inputs), axes);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        Shape input = inputs.get(0);
        List<Integer> shape = input.extents().subList(input.rank() - axes, input.rank());
        List<TensorSpec> tensors = new ArrayList<>();
        if (scale) {
            tensors.add(new TensorSpec("weight", shape));
        }
        if (shift) {
            tensors.add(new TensorSpec("bias", shape));
        }
        return tensors;
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0).permutation();
    }

    /** The scale takes factors in; the shift goes along. */
    @Override
    public boolean absorbsOutput() {
        return scale;
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        Normalization.transport(site, inputs.get(0).permutation(), output, axes - 1, scale, moves);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        int columns = site.input().sizeFrom(site.input().rank() - axes);
        return new NormalizationKernel<>(
                new Normalization(columns, epsilon, true, scale, shift, columns, 1), site, arithmetic);
    }
}
