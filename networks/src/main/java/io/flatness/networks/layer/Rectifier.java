package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

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
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        if (slope == 1) {
            return inputs.get(0);
        }
        if (slope == -1) {
            return even(inputs.get(0));
        }
        return UnitRules.homogeneous(site, type(), 1, inputs.get(0));
    }

    /** |c x| = |c| |x|. */
    private static UnitMap even(UnitMap input) {
        double[] scale = new double[input.units()];
        for (int unit = 0; unit < scale.length; unit++) {
            scale[unit] = Math.abs(input.scale()[unit]);
        }
        return new UnitMap(input.source(), scale);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new RectifierKernel<>(slope, site, arithmetic);
    }
}
