package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/** The largest of its inputs, element by element: maxout over layers. */
public record Maximum() implements LayerSpec {
    @Override
    public String type() {
        return "maximum";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.likeFirst(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Arity.same(inputs);
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
        return inputs.stream().reduce(UnitMap::agree).orElseThrow().power(1);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                double low = Double.NEGATIVE_INFINITY;
                double high = Double.NEGATIVE_INFINITY;
                for (Intervals input : in) {
                    low = Math.max(low, input.low()[k]);
                    high = Math.max(high, input.high()[k]);
                }
                out.low()[k] = low;
                out.high()[k] = high;
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new MaximumKernel<>(site, arithmetic);
    }
}
