package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/** The one factor that all inputs of a layer share under a rescaling of whole layers. */
final class LayerScale {
    private LayerScale() {}

    static double common(Layer layer, List<UnitMap> inputs) {
        double scale = inputs.get(0).monomial().scale()[0];
        for (UnitMap input : inputs) {
            for (double other : input.monomial().scale()) {
                if (other != scale) {
                    throw new RefusedException("layer " + layer.name() + " would read units scaled by " + scale
                            + " beside units scaled by " + other
                            + ": one factor per layer cannot cancel both; use node-rescaling");
                }
            }
        }
        return scale;
    }
}
