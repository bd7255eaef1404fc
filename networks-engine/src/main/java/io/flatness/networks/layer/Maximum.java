package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/** The largest of its inputs, element by element: maxout over layers. */
public record Maximum() implements LayerSpec {
    @Override
    public String type() {
        return "maximum";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.likeFirst(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Arity.same(inputs);
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitRules.homogeneous(site, type(), 1, UnitRules.agreed(site, type(), inputs));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MaximumKernel<>(site, arithmetic);
    }
}
