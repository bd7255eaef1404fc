package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Root-mean-square normalization: γ x / √(mean of x² + ε) over the last axes of each sample, element by element in γ.
 *
 * @param axes number of axes at the end over which the mean is taken
 * @param epsilon ε
 * @param scale whether there is γ
 */
public record RmsNorm(int axes, double epsilon, boolean scale) implements LayerSpec {
    /** Checks the settings. */
    public RmsNorm {
        Normalization.requireEpsilon(epsilon);
        if (axes < 1) {
            throw new IllegalArgumentException("a normalization needs at least one axis but has " + axes);
        }
    }

    @Override
    public String type() {
        return "rms-norm";
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
        List<TensorSpec> tensors = new ArrayList<>();
        if (scale) {
            tensors.add(new TensorSpec("weight", input.extents().subList(input.rank() - axes, input.rank())));
        }
        return tensors;
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return scale ? inputs.get(0).permutation() : inputs.get(0).rotation();
    }

    @Override
    public boolean absorbsOutput() {
        return scale;
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        if (scale) {
            Normalization.transport(site, inputs.get(0).permutation(), output, axes - 1, true, moves);
        }
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        int columns = site.input().sizeFrom(site.input().rank() - axes);
        return new NormalizationKernel<>(
                new Normalization(columns, epsilon, false, scale, false, columns, 1), site, arithmetic);
    }
}
