package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * max(x, 0) + slope · min(x, 0): ReLU, leaky ReLU and the absolute value.
 *
 * @param slope 0 for ReLU, −1 for the absolute value
 */
public record Rectifier(double slope) implements LayerSpec {
    /** Checks the slope. */
    public Rectifier {
        if (!Double.isFinite(slope)) {
            throw new IllegalArgumentException("the slope of a leaky ReLU is " + slope + "; it must be finite");
        }
    }

    /** max(x, 0). */
    public static Rectifier relu() {
        return new Rectifier(0);
    }

    /** |x|. */
    public static Rectifier abs() {
        return new Rectifier(-1);
    }

    @Override
    public String type() {
        return slope == 0 ? "relu" : slope == -1 ? "abs" : "leaky-relu";
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
        return Math.abs(slope) <= 1;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap input = inputs.get(0);
        return slope == 1 ? input : slope == -1 ? input.magnitude() : input.power(1);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                double low = at(in[0].low()[k]);
                double high = at(in[0].high()[k]);
                boolean bends = in[0].low()[k] < 0 && in[0].high()[k] > 0;
                out.low()[k] = Math.min(Math.min(low, high), bends ? 0 : high);
                out.high()[k] = Math.max(Math.max(low, high), bends ? 0 : high);
                if (slope != 0 && Math.abs(slope) != 1) {
                    out.widen(k, 1, Math.max(Math.abs(low), Math.abs(high)));
                }
            }
        });
    }

    private double at(double x) {
        return x > 0 ? x : slope == 0 ? 0 : slope * x;
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new RectifierKernel<>(slope, site, arithmetic);
    }
}
