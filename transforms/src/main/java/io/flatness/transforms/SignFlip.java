package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Changes the sign of units before and after an odd activation (tanh), bit for bit the same function. */
final class SignFlip {
    private SignFlip() {}

    /**
     * The parameters.
     *
     * @param layer index of the affine layer whose output units are flipped
     * @param units which of them
     */
    record Parameters(
            @Param(
                    doc = "affine layer whose output units change sign, numbered from 0 in topological order",
                    defaultValue = "0")
            int layer,

            @Param(doc = "random (each with probability 1/2), all, or a list of units", defaultValue = "random")
            Units units) {}

    static Transform of(Parameters parameters) {
        return new SymmetryTransform("sign-flip", Invariance.SIGN_FLIP, new Flip(parameters));
    }

    private record Flip(Parameters parameters) implements Symmetry {
        @Override
        public Assignment at(NetworkLoss network, double[] theta, Context context) {
            return flip(network, context.random("sign-flip.units"));
        }

        @Override
        public Assignment typical(NetworkLoss network) {
            return flip(network, () -> -1L);
        }

        private Assignment flip(NetworkLoss network, RandomGenerator random) {
            int position = Networks.affineLayer(network.architecture(), "layer", parameters.layer());
            Layer layer = network.architecture().layers().get(position);
            return new Targeted(
                    Map.of(position, UnitMap.scaling(parameters.units().signs(layer, random))));
        }
    }

    /** Which units. */
    static final class Units {
        private final String word;
        private final List<Integer> listed;

        private Units(String word, List<Integer> listed) {
            this.word = word;
            this.listed = listed;
        }

        /** {@code random} or {@code all}. */
        public static Units of(String text) {
            if (!text.equals("random") && !text.equals("all")) {
                throw new InvalidParameterException(
                        "", "units is '" + text + "'; write random, all, or a list of units");
            }
            return new Units(text, List.of());
        }

        /** These units. */
        public static Units of(List<?> units) {
            return new Units(
                    "",
                    units.stream()
                            .map(unit -> {
                                if (unit instanceof Number number && number.doubleValue() == number.intValue()) {
                                    return number.intValue();
                                }
                                throw new InvalidParameterException(
                                        "", "units has the element '" + unit + "', which is no unit");
                            })
                            .toList());
        }

        private double[] signs(Layer layer, RandomGenerator random) {
            double[] signs = new double[layer.units()];
            Arrays.fill(signs, word.equals("all") ? -1 : 1);
            if (word.equals("random")) {
                for (int unit = 0; unit < signs.length; unit++) {
                    signs[unit] = random.nextLong() < 0 ? -1 : 1;
                }
            }
            for (int unit : listed) {
                Networks.requireUnit(layer, "units", unit);
                signs[unit] = -1;
            }
            return signs;
        }

        @Override
        public String toString() {
            return word.isEmpty() ? listed.toString() : word;
        }
    }
}
