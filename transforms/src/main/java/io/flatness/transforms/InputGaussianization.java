package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.MonomialMap;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.Optional;

/** Gaussianization: the network reads normal quantiles of its features, which its first step turns back. */
final class InputGaussianization {
    private InputGaussianization() {}

    /** No parameters: the quantiles come from the data. */
    record Parameters() {}

    static Transform of(Parameters parameters) {
        return new Gaussianize();
    }

    private record Gaussianize() implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.INPUT_REPRESENTATION);
        }

        @Override
        public void check(LossSurface surface) {
            Networks.require(surface, "input-gaussianization");
        }

        /** The parameters stay: the identity preserves the loss on the whole space. */
        @Override
        public Transformed apply(Minimum minimum, Context context) {
            NetworkLoss network = Networks.require(minimum.surface(), "input-gaussianization");
            NetworkLoss represented = new GaussianizedNetwork(network, Gaussianization.of(network));
            return new Transformed(
                    new Minimum(represented, minimum.theta().clone()),
                    Optional.of(MonomialMap.identity(network.dimension())));
        }
    }
}
