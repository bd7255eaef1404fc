package io.flatness.transforms;

import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;

/** Any positive rescaling that the graph of the network allows, buffers included: one factor for each coordinate. */
final class GroupRescaling {
    private GroupRescaling() {}

    /**
     * The parameters.
     *
     * @param group the rescalings
     * @param factors {@code random}, or one factor for each coordinate of the group
     * @param log2Range largest absolute exponent of a random factor
     */
    record Parameters(
            @Param(
                    doc = "layer: all units of a layer alike; node: every unit or channel by itself, which contains the"
                            + " former",
                    defaultValue = "layer")
            Level group,

            @Param(
                    doc = "random powers of two, or a list of one positive factor for each coordinate of the group, in"
                            + " the order of the layers; powers of two keep every output bit",
                    defaultValue = "random")
            Scales factors,

            @Param(doc = "random exponents of two are uniform in -log2Range … log2Range; 1 to 300", defaultValue = "3")
            int log2Range) {
        Parameters {
            Factors.requireLog2Range(log2Range);
        }
    }

    static Transform of(Parameters parameters) {
        Invariance family = parameters.group() == Level.LAYER ? Invariance.LAYER_RESCALING : Invariance.NODE_RESCALING;
        return new SymmetryTransform("group-rescaling", family, new Element(parameters));
    }

    private record Element(Parameters parameters) implements Symmetry {
        @Override
        public Assignment at(NetworkLoss network, double[] theta, Context context) {
            return parameters.factors().random()
                    ? assignment(
                            network,
                            count -> Factors.randomPowersOfTwo(
                                    count, parameters.log2Range(), context.random("group-rescaling.factors")))
                    : typical(network);
        }

        @Override
        public Assignment typical(NetworkLoss network) {
            return assignment(network, count -> parameters.factors().typical(count));
        }

        private Assignment assignment(NetworkLoss network, java.util.function.IntFunction<double[]> factors) {
            RescalingGroup group = RescalingGroup.of(network.architecture(), parameters.group());
            if (group.dimension() == 0) {
                throw new RefusedException("no positive rescaling leaves the function of this network alone");
            }
            if (!parameters.factors().random() && !parameters.factors().fits(group.dimension())) {
                throw new InvalidParameterException(
                        "factors",
                        "factors must be " + group.dimension() + " numbers, one for each of " + named(group));
            }
            return group.assignment(factors.apply(group.dimension()));
        }

        private static String named(RescalingGroup group) {
            List<String> names = new ArrayList<>();
            for (RescalingGroup.Generator generator : group.generators()) {
                if (names.size() == 12) {
                    names.add("…");
                    break;
                }
                names.add(generator.layer() + (generator.unit() < 0 ? "" : " unit " + generator.unit()));
            }
            return String.join(", ", names);
        }
    }
}
