package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Included;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Map;

/** Scales what enters a BatchNorm with its running mean and γ, or what leaves it with the layer that follows. */
final class BatchNormRescaling {
    private BatchNormRescaling() {}

    /** Which side of a BatchNorm is scaled. */
    enum Side {
        /** The layer before and the running mean times c, γ over c. */
        INPUT,
        /** γ and β times c, the layer after over c. */
        OUTPUT
    }

    /**
     * The parameters.
     *
     * @param layer number of the BatchNorm
     * @param side which side is scaled
     * @param scaling the factors
     */
    record Parameters(
            @Param(doc = "the BatchNorm layer, numbered from 0 in topological order among its kind", defaultValue = "0")
            int layer,

            @Param(
                    doc =
                            "input: the weights before and the running mean times c, γ over c; output: γ and β times c, the"
                                    + " weights after over c",
                    defaultValue = "input")
            Side side,

            @Included Scaling scaling) {}

    static Transform of(Parameters parameters) {
        return new SymmetryTransform("batch-norm-rescaling", Invariance.NODE_RESCALING, new Rescale(parameters));
    }

    private record Rescale(Parameters parameters) implements Symmetry {
        @Override
        public Assignment at(NetworkLoss network, double[] theta, Context context) {
            Architecture architecture = network.architecture();
            int position = position(architecture);
            return change(
                    architecture,
                    position,
                    parameters
                            .scaling()
                            .forUnits(
                                    architecture.layers().get(position),
                                    context.random("batch-norm-rescaling.scales")));
        }

        @Override
        public Assignment typical(NetworkLoss network) {
            Architecture architecture = network.architecture();
            int position = position(architecture);
            Layer layer = architecture.layers().get(position);
            return change(architecture, position, parameters.scaling().typical(layer));
        }

        private int position(Architecture architecture) {
            List<Integer> positions = Networks.normalizations(architecture);
            if (positions.isEmpty()) {
                throw new RefusedException("batch-norm-rescaling needs a BatchNorm layer; this network has none");
            }
            if (parameters.layer() < 0 || parameters.layer() >= positions.size()) {
                throw new InvalidParameterException(
                        "layer",
                        "there is no BatchNorm layer " + parameters.layer() + "; BatchNorm layers: "
                                + Networks.names(architecture, positions));
            }
            return positions.get(parameters.layer());
        }

        private Assignment change(Architecture architecture, int position, double[] factors) {
            UnitMap scaling = UnitMap.scaling(factors);
            if (parameters.side() == Side.OUTPUT) {
                return new Targeted(Map.of(position, scaling));
            }
            Layer layer = architecture.layers().get(position);
            int before = layer.inputs().get(0);
            if (before < 0 || !architecture.layers().get(before).absorbsOutput()) {
                throw new RefusedException("the input of layer " + layer.name() + " comes from "
                        + (before < 0
                                ? "the network's input"
                                : "layer " + architecture.layers().get(before).name())
                        + ", which has no parameters to scale; use side: output");
            }
            return new Targeted(Map.of(before, scaling, position, UnitMap.identity(layer.units())));
        }
    }
}
