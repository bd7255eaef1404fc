package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/** The sum of its inputs: a residual connection. */
public record Add() implements LayerSpec {
    @Override
    public String type() {
        return "add";
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
        return inputs.stream().reduce(UnitMap::agree).orElseThrow();
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                double low = 0;
                double high = 0;
                double magnitude = 0;
                for (Intervals input : in) {
                    low += input.low()[k];
                    high += input.high()[k];
                    magnitude += Math.max(Math.abs(input.low()[k]), Math.abs(input.high()[k]));
                }
                out.low()[k] = low;
                out.high()[k] = high;
                out.widen(k, in.length, magnitude);
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new AddKernel<>(site, arithmetic);
    }
}
