package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sum, mean, maximum or minimum over some axes.
 *
 * @param operation what is taken
 * @param axes the axes; count from the end when negative
 * @param keep whether the axes stay, with extent 1
 */
public record Reduce(Operation operation, List<Integer> axes, boolean keep) implements LayerSpec {
    /** What is taken. */
    public enum Operation {
        /** The sum. */
        SUM("sum"),
        /** The mean. */
        MEAN("mean"),
        /** The largest; the first of several. */
        MAXIMUM("max"),
        /** The smallest; the first of several. */
        MINIMUM("min");

        private final String type;

        Operation(String type) {
            this.type = type;
        }
    }

    /** Copies the axes. */
    public Reduce {
        axes = List.copyOf(axes);
        if (axes.isEmpty()) {
            throw new IllegalArgumentException("a reduction needs at least one axis");
        }
    }

    @Override
    public String type() {
        return "reduce-" + operation.type;
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    private List<Integer> along(Shape input) {
        return axes.stream().map(input::axis).distinct().sorted().toList();
    }

    private List<Integer> others(Shape input) {
        return Axes.all(input.rank()).stream()
                .filter(axis -> !along(input).contains(axis))
                .toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        List<Integer> extents = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (!along(input).contains(axis)) {
                extents.add(input.extent(axis));
            } else if (keep) {
                extents.add(1);
            }
        }
        return Shape.rows(extents.isEmpty() ? List.of(1) : extents);
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean passesPaths() {
        return operation != Operation.MINIMUM;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        Shape input = site.input();
        if (!along(input).contains(input.rank() - 1)) {
            return isLinear() ? inputs.get(0) : inputs.get(0).power(1);
        }
        if (!keep) {
            return UnitRules.unchanged(site, inputs);
        }
        UnitMap merged = inputs.get(0).merge(1, unit -> 0);
        return isLinear() ? merged : merged.power(1);
    }

    private boolean isLinear() {
        return operation == Operation.SUM || operation == Operation.MEAN;
    }

    private int terms(Shape input) {
        return along(input).stream().mapToInt(input::extent).reduce(1, Math::multiplyExact);
    }

    @Override
    public List<Part> parts(Site site) {
        Shape input = site.input();
        List<Integer> order = new ArrayList<>(others(input));
        order.addAll(along(input));
        if (isLinear() || (operation == Operation.MAXIMUM && order.equals(Axes.all(input.rank())))) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(new Permute(order), -1));
        if (operation == Operation.MINIMUM) {
            parts.add(new Part(Scale.of(-1, 0), parts.size() - 1));
        }
        List<Integer> last =
                Axes.all(input.rank()).subList(input.rank() - along(input).size(), input.rank());
        parts.add(new Part(new Reduce(Operation.MAXIMUM, last, false), parts.size() - 1));
        if (operation == Operation.MINIMUM) {
            parts.add(new Part(Scale.of(-1, 0), parts.size() - 1));
        }
        parts.add(new Part(new Reshape(site.output().extents(), true), parts.size() - 1));
        return parts;
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        if (isLinear()) {
            return Optional.of(routed(site).intervals(site));
        }
        int terms = terms(site.input());
        return Optional.of((in, parameters, buffers, out) -> {
            Arrays.fill(out.low(), Double.NEGATIVE_INFINITY);
            Arrays.fill(out.high(), Double.NEGATIVE_INFINITY);
            for (int k = 0; k < in[0].length(); k++) {
                out.low()[k / terms] = Math.max(out.low()[k / terms], in[0].low()[k]);
                out.high()[k / terms] = Math.max(out.high()[k / terms], in[0].high()[k]);
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        Shape input = site.input();
        return isLinear()
                ? routed(site).kernel(site, arithmetic)
                : new RowMaximumKernel<>(input.size(), terms(input), arithmetic);
    }

    private Routed routed(Site site) {
        Shape input = site.input();
        List<Integer> kept = new ArrayList<>(input.extents());
        along(input).forEach(axis -> kept.set(axis, 1));
        int[] target = Axes.sources(Shape.rows(kept), input, (axis, i) ->
                new int[] {axis, along(input).contains(axis) ? 0 : i});
        double factor = operation == Operation.MEAN ? 1.0 / terms(input) : 1;
        Routing routing = Routing.byTarget(target, site.output().size());
        return new Routed(List.of(routing), factor, 0);
    }
}
