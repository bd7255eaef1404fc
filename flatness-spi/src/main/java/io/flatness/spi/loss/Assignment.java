package io.flatness.spi.loss;

import java.util.List;
import java.util.Map;

/** What is wanted of the layers whose parameters can produce a change of their output. */
@FunctionalInterface
public interface Assignment {
    /**
     * What the output of a layer with {@link Layer#absorbsOutput()} is to become.
     *
     * @param position index of the layer in the architecture
     * @param inputs what has become of each of its inputs
     */
    UnitMap output(int position, Layer layer, List<UnitMap> inputs);

    /** These outputs change; every other layer passes on what it can and takes the rest in. */
    static Assignment of(Map<Integer, UnitMap> changes) {
        Map<Integer, UnitMap> own = Map.copyOf(changes);
        return (position, layer, inputs) -> {
            UnitMap change = own.get(position);
            return change == null ? layer.propagate(inputs) : change;
        };
    }
}
