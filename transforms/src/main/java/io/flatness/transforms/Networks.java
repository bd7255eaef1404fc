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
                .orElseThrow(() -> new RefusedException(transform
                        + " needs a network with layers, before any change of coordinates; this surface is a plain function"
                        + " of its parameters"));
    }

    /** The affine layer of an index, with the layers there are in the message when there is none. */
    static Layer affineLayer(Architecture architecture, String parameter, int index) {
        for (Layer layer : architecture.layers()) {
            if (layer.affine().isPresent() && layer.affine().get().index() == index) {
                return layer;
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
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** The unit of a layer, with the range in the message when there is none. */
    static void requireUnit(Layer layer, String parameter, int unit) {
        if (unit < 0 || unit >= layer.units()) {
            throw new InvalidParameterException(
                    parameter,
                    "layer " + layer.name() + " has no unit " + unit + "; its units are 0 to " + (layer.units() - 1));
        }
    }
}
