package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A constant before and after the entries of each axis; negative numbers cut entries off.
 *
 * @param before entries before those of each axis
 * @param after entries after those of each axis
 * @param value the constant
 */
public record PadAxes(List<Integer> before, List<Integer> after, double value) implements LayerSpec {
    /** Copies the lists. */
    public PadAxes {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public String type() {
        return "pad";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (before.size() != input.rank() || after.size() != input.rank()) {
            throw new IllegalArgumentException(
                    "pads " + before.size() + " and " + after.size() + " axes but its input has the shape " + input);
        }
        Integer[] extents = new Integer[input.rank()];
        Arrays.setAll(extents, axis -> before.get(axis) + input.extent(axis) + after.get(axis));
        return Shape.rows(List.of(extents));
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean passesPaths() {
        return value == 0;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        int last = site.input().rank() - 1;
        if (before.get(last) != 0 || after.get(last) != 0) {
            return UnitRules.unchanged(site, inputs);
        }
        return value == 0 ? inputs.get(0) : inputs.get(0).permutation();
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
        Routing routing =
                Axes.routing(site.input(), site.output(), (axis, i) -> new int[] {axis, i - before.get(axis)});
        return new Routed(List.of(routing), 1, value);
    }
}
