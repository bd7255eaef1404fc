package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/** Elements of a sample go to their places in another shape: inside of layers that consist of others. */
record Route(Routing routing, Shape target) implements LayerSpec {
    @Override
    public String type() {
        return "route";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return target;
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean passesPaths() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitRules.unchanged(site, inputs);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of(Routed.moving(routing).intervals(site));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return Routed.moving(routing).kernel(site, arithmetic);
    }
}
