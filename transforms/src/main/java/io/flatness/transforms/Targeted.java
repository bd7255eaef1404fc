package io.flatness.transforms;

import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Map;

/**
 * Changes at a few layers: the other affine layers absorb what reaches them, BatchNorm passes it on.
 *
 * @param changes the wanted change of the outputs, by position of the layer
 */
record Targeted(Map<Integer, UnitMap> changes) implements Assignment {
    @Override
    public UnitMap output(int position, Layer layer, List<UnitMap> inputs) {
        UnitMap change = changes.get(position);
        if (change != null) {
            return change;
        }
        boolean normalizes = layer.absorbsInputs() && layer.affine().isEmpty();
        return normalizes ? inputs.get(0) : layer.propagate(inputs);
    }
}
