package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Its inputs one after the other along an axis.
 *
 * @param axis the axis; counts from the end when negative
 */
public record Join(int axis) implements LayerSpec {
    @Override
    public String type() {
        return "concat";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape first = inputs.get(0);
        int along = first.axis(axis);
        int extent = 0;
        for (Shape shape : inputs) {
            if (shape.rank() != first.rank() || !Axes.with(shape, along, 1).equals(Axes.with(first, along, 1))) {
                throw new IllegalArgumentException(
                        "needs inputs that differ in axis " + axis + " alone but they have the shapes " + inputs);
            }
            extent += shape.extent(along);
        }
        return Axes.with(first, along, extent);
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
        if (site.output().axis(axis) == site.output().rank() - 1) {
            return UnitMap.concat(inputs);
        }
        return UnitRules.agreed(inputs);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of(routed(site).intervals(site));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return routed(site).kernel(site, arithmetic);
    }

    private Routed routed(Site site) {
        Shape whole = site.output();
        int along = whole.axis(axis);
        List<Routing> routings = new ArrayList<>();
        int start = 0;
        for (Shape part : site.inputs()) {
            int first = start;
            int[] target = Axes.sources(whole, part, (a, i) -> new int[] {a, a == along ? first + i : i});
            routings.add(Routing.byTarget(target, whole.size()));
            start += part.extent(along);
        }
        return new Routed(routings, 1, 0);
    }
}
