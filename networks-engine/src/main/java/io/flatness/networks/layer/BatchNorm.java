package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
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
    public boolean absorbsInputs() {
        return true;
    }

    @Override
    public boolean absorbsOutput() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0).order();
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        UnitMap input = inputs.get(0);
        moves.parameter(site.parameters().get(0), Along.output(0, output), Along.input(0, input));
        moves.parameter(site.parameters().get(1), Along.output(0, output), Along.output(0, input.order()));
        moves.buffer(site.buffers().get(0), Along.output(0, input));
        moves.buffer(site.buffers().get(1), Along.output(0, input.order()));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new BatchNormKernel<>(this, site, arithmetic);
    }
}
