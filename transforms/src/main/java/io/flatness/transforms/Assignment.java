package io.flatness.transforms;

import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/** What a transform wants from the layers whose parameters can take any change of their units. */
@FunctionalInterface
interface Assignment {
    /**
     * What the output of an absorbing layer is to become.
     *
     * @param position index of the layer in the architecture
     * @param inputs what has become of each of its inputs
     */
    UnitMap output(int position, Layer layer, List<UnitMap> inputs);
}
