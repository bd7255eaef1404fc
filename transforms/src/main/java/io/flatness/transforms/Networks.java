package io.flatness.transforms;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;

/** Finds the layers that an experiment speaks of. */
final class Networks {
    private Networks() {}

    /** The network behind a surface. */
    static NetworkLoss require(LossSurface surface, String transform) {
        return surface.as(NetworkLoss.class)
                .orElseThrow(() -> new RefusedException(
                        transform + " needs a network with layers, before any change of coordinates; this surface is a"
                                + " plain function of its parameters"));
    }

    /** Position in the architecture of an affine layer, with the layers there are in the message when there is none. */
    static int affineLayer(Architecture architecture, String parameter, int index) {
        for (int position = 0; position < architecture.layers().size(); position++) {
            Layer layer = architecture.layers().get(position);
            if (layer.affine().isPresent() && layer.affine().get().index() == index) {
                return position;
            }
        }
        throw new InvalidParameterException(
                parameter, "there is no affine layer " + index + "; affine layers: " + affineLayers(architecture));
    }

    /** The affine layers for people: {@code 0 = fc1 (64 → 32), 1 = fc2 (32 → 10)}. */
    static String affineLayers(Architecture architecture) {
        List<String> names = new ArrayList<>();
        for (Layer layer : architecture.layers()) {
            if (layer.affine().isPresent()) {
                Affine affine = layer.affine().get();
                names.add(affine.index() + " = " + layer.name() + " (" + affine.inputUnits() + " → "
                        + affine.outputUnits() + ")");
            }
        }
        return listed(names);
    }

    /** Positions of the layers that normalize: they take any change of their units but join none. */
    static List<Integer> normalizations(Architecture architecture) {
        List<Integer> positions = new ArrayList<>();
        for (int position = 0; position < architecture.layers().size(); position++) {
            Layer layer = architecture.layers().get(position);
            if (layer.absorbsInputs() && layer.affine().isEmpty()) {
                positions.add(position);
            }
        }
        return positions;
    }

    /** Names of layers for people, numbered in this order. */
    static String names(Architecture architecture, List<Integer> positions) {
        List<String> names = new ArrayList<>();
        for (int position : positions) {
            names.add(names.size() + " = " + architecture.layers().get(position).name());
        }
        return listed(names);
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Throws unless the layer has the unit, with the range in the message. */
    static void requireUnit(Layer layer, String parameter, int unit) {
        if (unit < 0 || unit >= layer.units()) {
            throw new InvalidParameterException(
                    parameter,
                    "layer " + layer.name() + " has no unit " + unit + "; its units are 0 to " + (layer.units() - 1));
        }
    }
}
