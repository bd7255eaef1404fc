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

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return inputs.get(0).fixed(numbers(factor), numbers(shift));
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
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
