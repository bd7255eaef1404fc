package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * Every unit times a fixed number plus a fixed number, neither of them a parameter: normalized inputs, a temperature, the
 * minus of a difference.
 *
 * @param factor one number for all units, or one each
 * @param shift one number for all units, or one each
 */
public record Scale(List<Double> factor, List<Double> shift) implements LayerSpec {
    /** Copies the numbers. */
    public Scale {
        factor = List.copyOf(factor);
        shift = List.copyOf(shift);
    }

    /** The same for all units. */
    public static Scale of(double factor, double shift) {
        return new Scale(List.of(factor), List.of(shift));
    }

    @Override
    public String type() {
        return "scale";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        requireNumbers("factor", factor, input);
        requireNumbers("shift", shift, input);
        return input;
    }

    private static void requireNumbers(String what, List<Double> numbers, Shape input) {
        if (numbers.size() != 1 && numbers.size() != input.units()) {
            throw new IllegalArgumentException("has " + numbers.size() + " numbers as its " + what
                    + "; it takes one, or one for each of its " + input.units() + " units");
        }
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("has a " + what + " of " + number + "; finite numbers are expected");
            }
        }
    }

    double factor(int unit) {
        return factor.get(factor.size() == 1 ? 0 : unit);
    }

    double shift(int unit) {
        return shift.get(shift.size() == 1 ? 0 : unit);
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    /**
     * Output u is f_u x_u + b_u. When x_u becomes s x_v, it is the old output v times t = s f_u / f_v, provided that b_u = t
     * b_v.
     */
    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap input = inputs.get(0);
        double[] scale = new double[input.units()];
        for (int unit = 0; unit < scale.length; unit++) {
            int from = input.source()[unit];
            double s = input.scale()[unit];
            double t = from == unit || factor(unit) == factor(from) ? s : s * factor(unit) / factor(from);
            if (!Double.isFinite(t) || t == 0 || shift(unit) != t * shift(from)) {
                throw UnitRules.refused(
                        site,
                        type(),
                        "holds fixed numbers: a change of its input (unit " + unit + " from unit " + from
                                + ", scaled by " + s + ") would change the function");
            }
            scale[unit] = t;
        }
        return new UnitMap(input.source(), scale);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int positions = site.input().positions();
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                double f = factor(k / positions);
                double b = shift(k / positions);
                double low = f * in[0].low()[k] + b;
                double high = f * in[0].high()[k] + b;
                out.low()[k] = Math.min(low, high);
                out.high()[k] = Math.max(low, high);
                out.widen(
                        k,
                        2,
                        Math.abs(b) + Math.abs(f) * Math.max(Math.abs(in[0].low()[k]), Math.abs(in[0].high()[k])));
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ScaleKernel<>(this, site, arithmetic);
    }
}
