package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.MonomialMap;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries changes of units through a network in topological order.
 *
 * <p>An absorbing layer's output becomes what the {@link Assignment} says and its parameters pay for it; every other
 * layer says what follows from its inputs, or refuses. The network's output must come out unchanged.
 */
final class UnitWalk {
    /** Products of a few factors that cancel miss 1 by this much: 4 units in the last place of 1. */
    private static final double CANCELS = 4 * Math.ulp(1.0);

    private UnitWalk() {}

    /**
     * What a walk does to the network.
     *
     * @param parameters the move of the parameters
     * @param buffers the move of the buffers
     */
    record Carried(MonomialMap parameters, MonomialMap buffers) {}

    /**
     * Walks the network.
     *
     * @param parameterCount number of parameters of the network
     * @throws RefusedException when a layer cannot carry a change, or the output would change
     */
    static Carried carry(Architecture architecture, int parameterCount, Assignment assignment) {
        MonomialMap parameters = MonomialMap.identity(parameterCount);
        MonomialMap buffers = MonomialMap.identity(architecture.buffers().size());
        List<UnitMap> outputs = new ArrayList<>();
        List<Layer> layers = architecture.layers();
        for (int position = 0; position < layers.size(); position++) {
            Layer layer = layers.get(position);
            List<UnitMap> inputs = inputs(architecture, layer, outputs);
            UnitMap output = layer.absorbs() ? assignment.output(position, layer, inputs) : layer.propagate(inputs);
            if (position == architecture.output()) {
                output = unchanged(layer, output);
            }
            layer.transport(
                    inputs, output, parameters.source(), parameters.factor(), buffers.source(), buffers.factor());
            outputs.add(output);
        }
        // The constructors check that what the layers wrote is a permutation.
        return new Carried(
                new MonomialMap(parameters.source(), parameters.factor()),
                new MonomialMap(buffers.source(), buffers.factor()));
    }

    private static List<UnitMap> inputs(Architecture architecture, Layer layer, List<UnitMap> outputs) {
        List<UnitMap> inputs = new ArrayList<>();
        for (int source : layer.inputs()) {
            inputs.add(source < 0 ? UnitMap.identity(architecture.inputUnits()) : outputs.get(source));
        }
        return inputs;
    }

    private static UnitMap unchanged(Layer layer, UnitMap output) {
        for (int unit = 0; unit < output.units(); unit++) {
            if (output.source()[unit] != unit) {
                throw new RefusedException("the transform would move output " + output.source()[unit]
                        + " of the network to place " + unit + " (layer " + layer.name() + ")");
            }
            double scale = output.scale()[unit];
            if (!(Math.abs(scale - 1) <= CANCELS)) {
                throw new RefusedException("the transform would multiply output " + unit + " of the network by " + scale
                        + " (layer " + layer.name() + "): the factors must cancel before the output");
            }
        }
        return UnitMap.identity(output.units());
    }
}
