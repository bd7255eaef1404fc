package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same function of the raw inputs with a network that reads a linear representation of them, folded into the dense
 * layers that read the input (Section 5.2).
 */
record InputChange(String name, Fit fit) implements Transform {
    /** Finds the representation from the data. */
    interface Fit {
        /**
         * The representation.
         *
         * @param centered whether a mean may be subtracted: every reading layer has a bias to take it up
         */
        Representation of(NetworkLoss network, boolean centered, Context context);
    }

    @Override
    public Optional<Invariance> family() {
        return Optional.of(Invariance.INPUT_REPRESENTATION);
    }

    @Override
    public void check(LossSurface surface) {
        readers(Networks.require(surface, name));
    }

    @Override
    public Transformed apply(Minimum minimum, Context context) {
        NetworkLoss network = Networks.require(minimum.surface(), name);
        List<Affine> readers = readers(network);
        boolean centered = readers.stream().allMatch(reader -> reader.bias().isPresent());
        Representation representation = fit.of(network, centered, context);
        FoldedInput folded = new FoldedInput(network.dimension(), readers, representation);
        Minimum moved = new Minimum(network.withInputMap(representation), folded.forward(minimum.theta()));
        Optional<Bijection> map = network.dependsOnFunctionAlone() ? Optional.of(folded) : Optional.empty();
        return new Transformed(moved, map);
    }

    private List<Affine> readers(NetworkLoss network) {
        List<Affine> readers = new ArrayList<>();
        for (Layer layer : network.architecture().layers()) {
            if (layer.inputs().contains(-1)) {
                readers.add(layer.affine()
                        .filter(affine -> affine.inputUnits() == network.inputSize()
                                && affine.weight().size() == affine.inputUnits() * affine.outputUnits())
                        .orElseThrow(() -> new RefusedException(name + " folds into dense layers; the input is read by"
                                + " layer " + layer.name() + " (" + layer.type() + ")")));
            }
        }
        return readers;
    }
}
