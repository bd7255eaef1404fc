package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.Optional;

/** w = s v/‖v‖ for every weight tensor or every unit (Section 5.1), starting at s = ‖w‖, v = w. */
final class WeightNormalization {
    private WeightNormalization() {}

    static Transform of(WeightNormalizationParameters parameters) {
        return new Normalize(parameters.per());
    }

    private record Normalize(WeightNormalizationParameters.Per per) implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.REPARAMETRIZATION);
        }

        @Override
        public boolean changesCoordinates() {
            return true;
        }

        @Override
        public void check(LossSurface surface) {
            NetworkLoss network = Networks.require(surface, "weight-normalization");
            if (network.architecture().affineLayers().isEmpty()) {
                throw new RefusedException("weight-normalization needs a dense or convolutional layer; there is none");
            }
        }

        /** No map of the old parameters to the new ones: a vector more, and any length of v does. */
        @Override
        public Transformed apply(Minimum minimum, Context context) {
            check(minimum.surface());
            NetworkLoss network = Networks.require(minimum.surface(), "weight-normalization");
            NormalizedLayout layout = NormalizedLayout.of(
                    network.layout(),
                    network.architecture().affineLayers(),
                    per == WeightNormalizationParameters.Per.UNIT);
            double[] eta = layout.map().coordinatesOf(minimum.theta());
            layout.requireNonzero(eta);
            LossSurface surface = new ReparametrizedSurface(minimum.surface(), layout.map(), layout.coordinates());
            return new Transformed(new Minimum(surface, eta), Optional.empty());
        }
    }
}
