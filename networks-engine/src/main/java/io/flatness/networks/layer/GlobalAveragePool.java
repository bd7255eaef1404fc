package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/** The mean of each channel over all positions, as an image of one position. */
public record GlobalAveragePool() implements LayerSpec {
    @Override
    public String type() {
        return "global-average-pool";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        return whole(input).over(input, input.units());
    }

    private static Window whole(Shape input) {
        if (!input.isImage() && !input.isSignal()) {
            throw new IllegalArgumentException(
                    "needs an image [channels, height, width] but its input has the shape " + input);
        }
        return new Window(Window.rows(input), Window.columns(input), 1, 1, 0, 0, 0, 0, 1, 1);
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
        return Optional.of(Windows.mean(whole(site.input()), true, site));
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new AveragePoolKernel<>(whole(site.input()), true, site, arithmetic);
    }
}
