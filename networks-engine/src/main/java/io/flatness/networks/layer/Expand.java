package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * Its input repeated along axes of extent 1, and along new axes in front, as NumPy broadcasts.
 *
 * @param extents the extents of the output
 */
public record Expand(List<Integer> extents) implements LayerSpec {
    /** Copies the extents. */
    public Expand {
        extents = List.copyOf(extents);
    }

    @Override
    public String type() {
        return "expand";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        int before = extents.size() - input.rank();
        boolean fits = before >= 0;
        for (int axis = 0; fits && axis < input.rank(); axis++) {
            fits = input.extent(axis) == 1 || input.extent(axis) == extents.get(before + axis);
        }
        if (!fits) {
            throw new IllegalArgumentException("cannot expand an input of the shape " + input + " to " + extents);
        }
        return Shape.rows(extents);
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
        return UnitRules.repeated(inputs.get(0), site.output().units());
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
        int before = extents.size() - input.rank();
        Routing routing = Axes.routing(input, site.output(), (axis, i) -> {
            int from = axis - before;
            return new int[] {Math.max(from, 0), from < 0 || input.extent(from) == 1 ? 0 : i};
        });
        return Routed.moving(routing);
    }
}
