package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * The mean of each window of each channel.
 *
 * @param window the window
 * @param countPadding whether padding counts as zeros, or is left out of the mean
 */
public record AveragePool(Window window, boolean countPadding) implements LayerSpec {
    @Override
    public String type() {
        return "average-pool";
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
    public boolean passesPaths() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of(Windows.mean(window, countPadding, site));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new AveragePoolKernel<>(window, countPadding, site, arithmetic);
    }
}
