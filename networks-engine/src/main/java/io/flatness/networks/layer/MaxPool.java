package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/**
 * The largest element of each window of each channel; padding never wins.
 *
 * @param window the window
 */
public record MaxPool(Window window) implements LayerSpec {
    @Override
    public String type() {
        return "max-pool";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        window.requireContent(input);
        return window.over(input, input.units());
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitRules.homogeneous(site, type(), 1, inputs.get(0));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MaxPoolKernel<>(window, site, arithmetic);
    }
}
