package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * Every {@code step}-th element of an axis, from {@code start} up to before {@code end}.
 *
 * @param axis the axis; counts from the end when negative
 * @param start first index; counts from the end when negative, and is cut off at the ends
 * @param end index before which it stops; as {@code start}
 * @param step distance, not 0; goes backwards when negative
 */
public record Slice(int axis, int start, int end, int step) implements LayerSpec {
    /** Checks the step. */
    public Slice {
        if (step == 0) {
            throw new IllegalArgumentException("a slice needs a step other than 0");
        }
    }

    @Override
    public String type() {
        return "slice";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        int along = input.axis(axis);
        int count = count(input.extent(along));
        if (count < 1) {
            throw new IllegalArgumentException("takes nothing of axis " + axis + " of an input of the shape " + input
                    + ": from " + start + " to " + end + " by " + step);
        }
        return Axes.with(input, along, count);
    }

    private int first(int extent) {
        int from = start < 0 ? start + extent : start;
        return Math.max(step < 0 ? -1 : 0, Math.min(from, step < 0 ? extent - 1 : extent));
    }

    private int count(int extent) {
        long past = end < 0 ? (long) end + extent : end;
        long last = Math.max(step < 0 ? -1 : 0, Math.min(past, extent));
        long span = step > 0 ? last - first(extent) + step - 1 : first(extent) - last - step - 1;
        return (int) (span / Math.abs((long) step));
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
        int along = input.axis(axis);
        if (along < input.rank() - 1) {
            return inputs.get(0);
        }
        int first = first(input.extent(along));
        return UnitRules.gather(inputs.get(0), site.output().units(), unit -> first + unit * step);
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
        int along = site.input().axis(axis);
        int first = first(site.input().extent(along));
        Routing routing =
                Axes.routing(site.input(), site.output(), (a, i) -> new int[] {a, a == along ? first + i * step : i});
        return Routed.moving(routing);
    }
}
