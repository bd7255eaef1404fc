package io.flatness.metrics.invariant;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Optional;

/** Questions that several measures ask of a surface before they measure. */
final class Architectures {
    private Architectures() {}

    /** Why rescalings of this surface's layers say nothing about its loss; empty when they preserve it. */
    static Optional<String> obstacleToRescaling(LossSurface surface) {
        Optional<NetworkLoss> network = surface.as(NetworkLoss.class);
        if (network.isEmpty()) {
            return Optional.of("the orbit is that of a network's parameters, and this surface is no network");
        }
        if (!network.get().dependsOnFunctionAlone()) {
            return Optional.of(
                    "the loss depends on the parameters beside the function (weight decay): rescaling changes"
                            + " it, so it has no orbit");
        }
        return Optional.empty();
    }
}
