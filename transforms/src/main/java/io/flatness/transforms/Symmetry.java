package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.NetworkLoss;

/** A family of moves of a network along its symmetries: which change of units each absorbing layer is asked for. */
interface Symmetry {
    /**
     * The move from a point.
     *
     * @throws io.flatness.spi.InvalidParameterException when a parameter does not fit the network
     * @throws io.flatness.spi.RefusedException when the network has no such symmetry
     */
    Assignment at(NetworkLoss network, double[] theta, Context context);

    /** A move of the same kind that needs neither point nor randomness; says whether the network allows it. */
    Assignment typical(NetworkLoss network);

    /** The map with factors of parameters that are known more exactly than by division. */
    default Bijection sharpened(Architecture architecture, Bijection map) {
        return map;
    }
}
