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
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** Scales a residual stream: everything that writes to it times c, everything that reads it over c. */
final class StreamRescaling {
    private StreamRescaling() {}

    /**
     * The parameters.
     *
     * @param stream number of the residual stream
     * @param scaling the factors
     */
    record Parameters(
            @Param(doc = "residual stream, numbered from 0 by its first layer", defaultValue = "0")
            int stream,

            @Included Scaling scaling) {}

    static Transform of(Parameters parameters) {
        return new SymmetryTransform("stream-rescaling", Invariance.NODE_RESCALING, new Stream(parameters));
    }

    private record Stream(Parameters parameters) implements Symmetry {
        @Override
        public Assignment at(NetworkLoss network, double[] theta, Context context) {
            Architecture architecture = network.architecture();
            SortedSet<Integer> stream = stream(architecture);
            return change(
                    stream,
                    parameters
                            .scaling()
                            .forUnits(
                                    architecture.layers().get(stream.first()),
                                    context.random("stream-rescaling.scales")));
        }

        @Override
        public Assignment typical(NetworkLoss network) {
            Architecture architecture = network.architecture();
            SortedSet<Integer> stream = stream(architecture);
            return change(
                    stream, parameters.scaling().typical(architecture.layers().get(stream.first())));
        }

        private SortedSet<Integer> stream(Architecture architecture) {
            List<SortedSet<Integer>> streams = Streams.of(architecture);
            if (streams.isEmpty()) {
                throw new RefusedException("stream-rescaling needs a residual sum whose parts all come from layers with"
                        + " weights and pass through nothing that measures sizes; this network has none");
            }
            if (parameters.stream() < 0 || parameters.stream() >= streams.size()) {
                throw new InvalidParameterException(
                        "stream",
                        "there is no stream " + parameters.stream() + "; streams: 0 to " + (streams.size() - 1));
            }
            return streams.get(parameters.stream());
        }

        private static Assignment change(SortedSet<Integer> stream, double[] factors) {
            Map<Integer, UnitMap> changes = new TreeMap<>();
            for (int position : stream) {
                changes.put(position, UnitMap.scaling(factors.clone()));
            }
            return new Targeted(changes);
        }
    }
}
