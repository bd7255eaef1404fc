package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/**
 * Batch normalization in evaluation: γ (x − mean) / √(variance + ε) + β per unit, with mean and variance fixed.
 *
 * @param epsilon ε
 */
public record BatchNorm(double epsilon) implements LayerSpec {
    /** Checks the constant. */
    public BatchNorm {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be finite and not negative");
        }
    }

    @Override
    public String type() {
        return "batch-norm";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Arity.one(inputs);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        List<Integer> units = List.of(inputs.get(0).units());
        return List.of(new TensorSpec("weight", units), new TensorSpec("bias", units));
    }

    @Override
    public List<TensorSpec> buffers(List<Shape> inputs) {
        List<Integer> units = List.of(inputs.get(0).units());
        return List.of(new TensorSpec("running_mean", units), new TensorSpec("running_var", units));
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean absorbs() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return new UnitMap(
                inputs.get(0).source(), UnitMap.identity(site.output().units()).scale());
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        UnitMap input = inputs.get(0);
        int gamma = site.parameters().get(0).offset();
        int beta = site.parameters().get(1).offset();
        int mean = site.buffers().get(0).offset();
        int variance = site.buffers().get(1).offset();
        for (int unit = 0; unit < output.units(); unit++) {
            int from = output.source()[unit];
            if (input.source()[unit] != from) {
                throw UnitRules.refused(
                        site,
                        type(),
                        "normalizes each unit by itself: its output cannot take unit " + from + " to " + unit
                                + " when its input takes unit " + input.source()[unit] + " there");
            }
            moves.parameter(gamma + unit, gamma + from, output.scale()[unit] / input.scale()[unit]);
            moves.parameter(beta + unit, beta + from, output.scale()[unit]);
            moves.buffer(mean + unit, mean + from, input.scale()[unit]);
            moves.buffer(variance + unit, variance + from, 1);
        }
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new BatchNormKernel<>(this, site, arithmetic);
    }
}
