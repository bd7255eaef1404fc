package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Its inputs one after the other along the units: channels of images, features of vectors. */
public record Concat() implements LayerSpec {
    @Override
    public String type() {
        return "concat";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape first = inputs.get(0);
        int units = 0;
        for (Shape shape : inputs) {
            List<Integer> rest = shape.extents().subList(1, shape.extents().size());
            if (!rest.equals(first.extents().subList(1, first.extents().size()))) {
                throw new IllegalArgumentException(
                        "needs inputs that differ in their units alone but they have the shapes " + inputs);
            }
            units += shape.units();
        }
        List<Integer> extents = new ArrayList<>(first.extents());
        extents.set(0, units);
        return new Shape(extents);
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
        return UnitMap.concat(inputs);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            int at = 0;
            for (Intervals input : in) {
                System.arraycopy(input.low(), 0, out.low(), at, input.length());
                System.arraycopy(input.high(), 0, out.high(), at, input.length());
                at += input.length();
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ConcatKernel<>(site, arithmetic);
    }
}
