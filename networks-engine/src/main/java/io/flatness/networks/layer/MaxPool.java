package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    public boolean passesPaths() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0).power(1);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            Arrays.fill(out.low(), Double.NEGATIVE_INFINITY);
            Arrays.fill(out.high(), Double.NEGATIVE_INFINITY);
            Windows.of(window, site).forEach((from, to) -> {
                out.low()[to] = Math.max(out.low()[to], in[0].low()[from]);
                out.high()[to] = Math.max(out.high()[to], in[0].high()[from]);
            });
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MaxPoolKernel<>(window, site, arithmetic);
    }
}
