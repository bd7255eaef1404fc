package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of an axis at fixed indices.
 *
 * @param axis the axis; counts from the end when negative
 * @param indices indices into the axis; count from its end when negative
 * @param shape extents that take the place of the axis; empty for a single index, which drops the axis
 */
public record Gather(int axis, List<Integer> indices, List<Integer> shape) implements LayerSpec {
    /** Copies the lists and checks that they agree. */
    public Gather {
        indices = List.copyOf(indices);
        shape = List.copyOf(shape);
        if (indices.isEmpty() || shape.stream().reduce(1, Math::multiplyExact) != indices.size()) {
            throw new IllegalArgumentException(indices.size() + " indices do not fill the shape " + shape);
        }
    }

    @Override
    public String type() {
        return "gather";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        int along = input.axis(axis);
        int extent = input.extent(along);
        for (int index : indices) {
            if (index < -extent || index >= extent) {
                throw new IllegalArgumentException(
                        "takes index " + index + " of axis " + axis + " of an input of the shape " + input);
            }
        }
        List<Integer> extents = new ArrayList<>(input.extents().subList(0, along));
        extents.addAll(shape);
        extents.addAll(input.extents().subList(along + 1, input.rank()));
        return Shape.rows(extents.isEmpty() ? List.of(1) : extents);
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
        Shape input = site.input();
        int last = input.rank() - 1;
        if (input.axis(axis) < last) {
            return inputs.get(0);
        }
        if (shape.size() != 1) {
            return UnitRules.unchanged(site, inputs);
        }
        return UnitRules.gather(
                inputs.get(0), indices.size(), unit -> Math.floorMod(indices.get(unit), input.extent(last)));
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
        Shape input = site.input();
        int along = input.axis(axis);
        int extent = input.extent(along);
        Shape flat = Axes.with(input, along, indices.size());
        Routing routing = Axes.routing(input, flat, (a, i) ->
                new int[] {a, a == along ? Math.floorMod(indices.get(i), extent) : i});
        return Routed.moving(routing);
    }
}
