package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * Its input with the axes in another order.
 *
 * @param axes the axis of the input behind each axis of the output
 */
public record Permute(List<Integer> axes) implements LayerSpec {
    /** Copies the axes. */
    public Permute {
        axes = List.copyOf(axes);
    }

    @Override
    public String type() {
        return "transpose";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (!axes.stream().sorted().toList().equals(Axes.all(input.rank()))) {
            throw new IllegalArgumentException("orders the axes " + axes
                    + ", which is no permutation of those of its input of the shape " + input);
        }
        return Shape.rows(axes.stream().map(input::extent).toList());
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
        int last = axes.size() - 1;
        return axes.get(last) == last ? inputs.get(0) : UnitRules.unchanged(site, inputs);
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
        Routing routing = Axes.routing(site.input(), site.output(), (axis, i) -> new int[] {axes.get(axis), i});
        return Routed.moving(routing);
    }
}
