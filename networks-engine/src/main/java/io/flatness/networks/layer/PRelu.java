package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

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
        return UnitRules.homogeneous(site, type(), 1, inputs.get(0));
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        int offset = site.parameters().get(0).offset();
        for (int unit = 0; unit < slopes; unit++) {
            moves.parameter(
                    offset + unit, offset + (slopes == 1 ? 0 : inputs.get(0).source()[unit]), 1);
        }
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new PReluKernel<>(slopes, site, arithmetic);
    }
}
