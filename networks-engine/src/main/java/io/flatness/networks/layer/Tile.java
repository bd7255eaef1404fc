package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Its input several times, one behind the other along each axis.
 *
 * @param repeats number of times along each axis
 */
public record Tile(List<Integer> repeats) implements LayerSpec {
    /** Copies the numbers. */
    public Tile {
        repeats = List.copyOf(repeats);
    }

    @Override
    public String type() {
        return "tile";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (repeats.size() != input.rank() || repeats.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("repeats its axes " + repeats
                    + " times; it needs a positive number for each axis of its input of the shape " + input);
        }
        Integer[] extents = new Integer[input.rank()];
        Arrays.setAll(extents, axis -> input.extent(axis) * repeats.get(axis));
        return Shape.rows(List.of(extents));
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
        int units = site.input().units();
        return UnitRules.gather(inputs.get(0), site.output().units(), unit -> unit % units);
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
        Routing routing = Axes.routing(site.input(), site.output(), (axis, i) ->
                new int[] {axis, i % site.input().extent(axis)});
        return Routed.moving(routing);
    }
}
