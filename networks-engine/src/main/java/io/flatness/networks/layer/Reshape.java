package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The same elements in another shape, in row-major order of a sample: flatten and its relatives.
 *
 * @param target the new extents; one of them may be −1 and follows from the number of elements
 * @param unitsLast whether the last axis counts the units; otherwise the first
 */
public record Reshape(List<Integer> target, boolean unitsLast) implements LayerSpec {
    /** Copies the extents. */
    public Reshape {
        target = List.copyOf(target);
        if (target.isEmpty() || target.stream().filter(extent -> extent == -1).count() > 1) {
            throw new IllegalArgumentException("cannot reshape to " + target + ": at most one extent may be −1");
        }
    }

    /** The same elements with the units first, where there are several axes. */
    public Reshape(List<Integer> target) {
        this(target, false);
    }

    /** Flattens to a vector. */
    public static Reshape flatten() {
        return new Reshape(List.of(-1));
    }

    @Override
    public String type() {
        return target.equals(List.of(-1)) ? "flatten" : "reshape";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        int known = 1;
        for (int extent : target) {
            known *= extent == -1 ? 1 : extent;
        }
        if (known < 1 || input.size() % known != 0) {
            throw new IllegalArgumentException("cannot reshape " + input + " to " + target);
        }
        int rest = input.size() / known;
        Shape shape = new Shape(
                target.stream().map(extent -> extent == -1 ? rest : extent).toList(), unitsLast);
        if (shape.size() != input.size()) {
            throw new IllegalArgumentException("cannot reshape " + input + " to " + target);
        }
        return shape;
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
        UnitMap input = inputs.get(0);
        Shape from = site.input();
        Shape to = site.output();
        if (from.unitsLast() != to.unitsLast() && !from.isVector() && !to.isVector()) {
            return UnitRules.unchanged(site, inputs);
        }
        if (from.units() == to.units()) {
            return input;
        }
        if (to.isVector() && !from.unitsLast()) {
            // unit u of the image becomes the features u·positions … of the vector
            int[] unit = new int[to.units()];
            Arrays.setAll(unit, feature -> feature / from.positions());
            return input.gather(unit);
        }
        if (from.isVector() && !to.unitsLast()) {
            return input.merge(to.units(), feature -> feature / to.positions());
        }
        if (input.isIdentity()) {
            return UnitMap.identity(to.units());
        }
        throw new RefusedException("cuts units of " + from + " into units of " + to
                + ": a change of its input units has no counterpart in its output");
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            System.arraycopy(in[0].low(), 0, out.low(), 0, out.length());
            System.arraycopy(in[0].high(), 0, out.high(), 0, out.length());
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ReshapeKernel<>(site, arithmetic);
    }
}
