package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** Carries changes of units through an architecture, layer by layer. */
final class Walk {
    private Walk() {}

    static Moves moves(Architecture architecture, Assignment assignment) {
        List<Layer> layers = architecture.layers();
        Moves moves = new Moves(architecture, layers.get(0));
        List<UnitMap> outputs = new ArrayList<>();
        for (int position = 0; position < layers.size(); position++) {
            Layer layer = layers.get(position);
            List<UnitMap> inputs = new ArrayList<>();
            for (int source : layer.inputs()) {
                inputs.add(source < 0 ? UnitMap.identity(architecture.inputUnits()) : outputs.get(source));
            }
            UnitMap output =
                    layer.absorbsOutput() ? assignment.output(position, layer, inputs) : layer.propagate(inputs);
            if (position == architecture.output()) {
                output = unchanged(layer, output);
            }
            layer.transport(inputs, output, moves.by(layer));
            outputs.add(output);
        }
        return moves;
    }

    private static UnitMap unchanged(Layer layer, UnitMap output) {
        try {
            return output.unchanged();
        } catch (RefusedException e) {
            throw new RefusedException("the transform " + e.getMessage() + " (layer " + layer.name() + ")");
        }
    }
}
