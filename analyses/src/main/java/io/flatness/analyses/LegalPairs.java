package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pairs of affine layers that {@code layer-rescaling} can scale against each other. */
final class LegalPairs {
    private LegalPairs() {}

    /** The pair that lies first, neighbours before others; empty where the network allows none. */
    static Optional<List<Integer>> first(AnalysisContext context, LossSurface surface) {
        int layers = surface.as(NetworkLoss.class)
                .map(network -> network.architecture().affineLayers().size())
                .orElse(0);
        for (int distance = 1; distance < layers; distance++) {
            for (int first = 0; first + distance < layers; first++) {
                List<Integer> pair = List.of(first, first + distance);
                if (legal(context, surface, pair)) {
                    return Optional.of(pair);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean legal(AnalysisContext context, LossSurface surface, List<Integer> pair) {
        try {
            context.transform(step(pair, 2)).check(surface);
            return true;
        } catch (RefusedException | IllegalArgumentException illegal) {
            return false;
        }
    }

    /** The first layer of a pair times α, the second divided by it. */
    static TransformStep step(List<Integer> pair, double alpha) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("alpha", alpha);
        parameters.put("layers", new ArrayList<>(pair));
        return new TransformStep("layer-rescaling", parameters);
    }
}
