package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * max(x, 0) + a · min(x, 0) with a learned slope a.
 *
 * @param slopes number of slopes: 1, or one per unit
 */
public record PRelu(int slopes) implements LayerSpec {
    @Override
    public String type() {
        return "prelu";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (slopes != 1 && slopes != input.units()) {
            throw new IllegalArgumentException(
                    "has " + slopes + " slopes; it needs 1 or one for each of its " + input.units() + " units");
        }
        return input;
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        return List.of(new TensorSpec("weight", List.of(slopes)));
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0).power(1);
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        if (slopes > 1) {
            moves.parameter(
                    site.parameters().get(0), Along.output(0, inputs.get(0).order()));
        }
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int positions = site.input().positions();
        int offset = site.parameters().get(0).offset();
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                int slope = offset + (slopes == 1 ? 0 : k / positions);
                double low = Math.min(0, in[0].low()[k]);
                double high = Math.min(0, in[0].high()[k]);
                double a = parameters.low()[slope] * low;
                double b = parameters.high()[slope] * low;
                double c = parameters.low()[slope] * high;
                double d = parameters.high()[slope] * high;
                double least = Math.min(Math.min(a, b), Math.min(c, d));
                double most = Math.max(Math.max(a, b), Math.max(c, d));
                out.low()[k] = Math.max(0, in[0].low()[k]) + least;
                out.high()[k] = Math.max(0, in[0].high()[k]) + most;
                out.widen(k, 2, Math.max(Math.max(-least, most), Math.abs(out.high()[k])));
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new PReluKernel<>(slopes, site, arithmetic);
    }
}
