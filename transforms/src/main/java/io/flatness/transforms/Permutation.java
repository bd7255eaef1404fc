package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Reorders the units or channels of a layer, with the layers that read them. */
final class Permutation {
    private Permutation() {}

    /**
     * The parameters.
     *
     * @param layer index of the affine layer whose output units are reordered
     * @param order old unit behind each new one
     */
    record Parameters(
            @Param(
                    doc = "affine layer whose output units are reordered, numbered from 0 in topological order",
                    defaultValue = "0")
            int layer,

            @Param(doc = "random, or for each new unit the old one behind it", defaultValue = "random")
            Order order) {}

    static Transform of(Parameters parameters) {
        return new SymmetryTransform("permutation", Invariance.PERMUTATION, new Reordering(parameters));
    }

    private record Reordering(Parameters parameters) implements Symmetry {
        @Override
        public Assignment at(NetworkLoss network, double[] theta, Context context) {
            return parameters.order().random()
                    ? reorder(network, legal(network, order -> shuffle(order, context.random("permutation.order"))))
                    : typical(network);
        }

        @Override
        public Assignment typical(NetworkLoss network) {
            return parameters.order().random()
                    ? reorder(network, legal(network, Reordering::reverse))
                    : reorder(network, parameters.order().forUnits(units(network)));
        }

        /** All units in a new order; where the network refuses that, groups of units that trade places among themselves. */
        private int[] legal(NetworkLoss network, UnaryOperator<int[]> arrange) {
            int units = units(network);
            int[] all = new int[units];
            Arrays.setAll(all, unit -> unit);
            int[] free = arrange.apply(all.clone());
            return keeps(network, free)
                    ? free
                    : new Interchangeable(all, order -> keeps(network, order))
                            .arranged(arrange)
                            .orElse(free);
        }

        private boolean keeps(NetworkLoss network, int[] order) {
            try {
                network.architecture().carry(reorder(network, order));
                return true;
            } catch (RefusedException refused) {
                return false;
            }
        }

        private int position(NetworkLoss network) {
            return Networks.affineLayer(network.architecture(), "layer", parameters.layer());
        }

        private int units(NetworkLoss network) {
            Layer layer = network.architecture().layers().get(position(network));
            return layer.units();
        }

        private Assignment reorder(NetworkLoss network, int[] source) {
            return new Targeted(Map.of(position(network), UnitMap.permutation(source)));
        }

        private static int[] reverse(int[] order) {
            int[] reversed = new int[order.length];
            Arrays.setAll(reversed, unit -> order[order.length - 1 - unit]);
            return reversed;
        }

        private static int[] shuffle(int[] order, RandomGenerator random) {
            for (int last = order.length - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                int moved = order[last];
                order[last] = order[other];
                order[other] = moved;
            }
            return order;
        }
    }

    /** An order of units: given, or drawn. Empty when drawn. */
    static final class Order {
        private final int[] given;

        private Order(int[] given) {
            this.given = given;
        }

        /** {@code random}. */
        public static Order of(String text) {
            if (!text.equals("random")) {
                throw new InvalidParameterException(
                        "", "the order is '" + text + "'; write random, or a list of all units");
            }
            return new Order(new int[0]);
        }

        /** For each new unit the old one behind it. */
        public static Order of(java.util.List<?> units) {
            int[] order = new int[units.size()];
            boolean[] seen = new boolean[order.length];
            for (int i = 0; i < order.length; i++) {
                int unit = units.get(i) instanceof Number number && number.doubleValue() == number.intValue()
                        ? number.intValue()
                        : -1;
                if (unit < 0 || unit >= order.length || seen[unit]) {
                    throw new InvalidParameterException(
                            "",
                            "the order is " + units + "; it must name each of the units 0 to " + (order.length - 1)
                                    + " once");
                }
                seen[unit] = true;
                order[i] = unit;
            }
            return new Order(order);
        }

        private boolean random() {
            return given.length == 0;
        }

        private int[] forUnits(int units) {
            if (given.length != units) {
                throw new InvalidParameterException(
                        "order", "order names " + given.length + " units but the layer has " + units);
            }
            return given.clone();
        }

        @Override
        public String toString() {
            return random() ? "random" : Arrays.toString(given);
        }
    }
}
