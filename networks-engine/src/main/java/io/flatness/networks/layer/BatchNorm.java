package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

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
    public Optional<IntervalRule> intervals(Site site) {
        int positions = site.input().positions();
        int gamma = site.parameters().get(0).offset();
        int beta = site.parameters().get(1).offset();
        int mean = site.buffers().get(0).offset();
        int variance = site.buffers().get(1).offset();
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                int unit = k / positions;
                double factor = 1 / Math.sqrt(buffers[variance + unit] + epsilon);
                double low = (in[0].low()[k] - buffers[mean + unit]) * factor;
                double high = (in[0].high()[k] - buffers[mean + unit]) * factor;
                double a = parameters.low()[gamma + unit] * low;
                double b = parameters.high()[gamma + unit] * low;
                double c = parameters.low()[gamma + unit] * high;
                double d = parameters.high()[gamma + unit] * high;
                double least = Math.min(Math.min(a, b), Math.min(c, d));
                double most = Math.max(Math.max(a, b), Math.max(c, d));
                out.low()[k] = least + parameters.low()[beta + unit];
                out.high()[k] = most + parameters.high()[beta + unit];
                double scale = Math.max(
                        Math.abs(parameters.low()[gamma + unit]),
                        Math.abs(parameters.high()[gamma + unit]));
                double input =
                        Math.abs(buffers[mean + unit]) + Math.max(Math.abs(in[0].low()[k]), Math.abs(in[0].high()[k]));
                double shift = Math.max(
                        Math.abs(parameters.low()[beta + unit]),
                        Math.abs(parameters.high()[beta + unit]));
                // A difference, a root, a quotient and two products before the sum.
                out.widen(k, 6, scale * factor * input + shift);
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new BatchNormKernel<>(this, site, arithmetic);
    }
}
