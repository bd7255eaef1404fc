package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One factor per unit: given, or drawn as powers of two. Empty when drawn. */
public final class Scales {
    private final List<Double> given;

    private Scales(List<Double> given) {
        this.given = given;
    }

    /** {@code random}. */
    public static Scales of(String text) {
        if (!text.equals("random")) {
            throw new InvalidParameterException(
                    "", "the value is '" + text + "'; write random, or a list of one positive factor each");
        }
        return new Scales(List.of());
    }

    /** One positive factor per unit. */
    public static Scales of(List<?> factors) {
        if (factors.isEmpty()) {
            throw new InvalidParameterException("", "the list is empty; give one positive factor each, or random");
        }
        List<Double> given = new ArrayList<>();
        for (Object factor : factors) {
            if (!(factor instanceof Number number)) {
                throw new InvalidParameterException(
                        "", "the list has the element '" + factor + "', which is no number");
            }
            Factors.requirePositive("scales", number.doubleValue());
            given.add(number.doubleValue());
        }
        return new Scales(List.copyOf(given));
    }

    /** Whether the factors are drawn. */
    boolean random() {
        return given.isEmpty();
    }

    /** The factors for the units of a layer, as a new array. */
    double[] forUnits(Layer layer, int log2Range, RandomGenerator random) {
        return random() ? Factors.randomPowersOfTwo(layer.units(), log2Range, random) : requireUnits(layer);
    }

    /** The given factors, or twos where they are drawn: enough to see whether the network allows them. */
    double[] typical(Layer layer) {
        return random() ? typical(layer.units()) : requireUnits(layer);
    }

    /** The same for anything that is counted; the given factors as they are. */
    double[] typical(int count) {
        if (!random()) {
            return values();
        }
        double[] twos = new double[count];
        for (int unit = 0; unit < count; unit++) {
            twos[unit] = unit % 2 == 0 ? 2 : 4;
        }
        return twos;
    }

    /** Whether there are so many given factors. */
    boolean fits(int count) {
        return given.size() == count;
    }

    private double[] values() {
        return given.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double[] requireUnits(Layer layer) {
        if (given.size() != layer.units()) {
            throw new InvalidParameterException(
                    "scales",
                    "scales has " + given.size() + " factors but layer " + layer.name() + " has " + layer.units()
                            + " units");
        }
        return values();
    }

    @Override
    public String toString() {
        return random() ? "random" : given.toString();
    }
}
