package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/** A layer that passes its input on: dropout in evaluation, or an identity of the model. */
public record Identity() implements LayerSpec {
    @Override
    public String type() {
        return "identity";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Arity.one(inputs);
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
        return Optional.of((in, parameters, buffers, out) -> {
            System.arraycopy(in[0].low(), 0, out.low(), 0, out.length());
            System.arraycopy(in[0].high(), 0, out.high(), 0, out.length());
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new RectifierKernel<>(1, site, arithmetic);
    }
}
