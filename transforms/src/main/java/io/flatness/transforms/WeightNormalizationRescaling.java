package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.MonomialMap;
import io.flatness.spi.loss.Reparametrized;
import io.flatness.spi.loss.Transformed;
import java.util.Arrays;
import java.util.Optional;

/** v ↦ αv on a weight-normalized network: the function does not depend on the length of v (Section 5.1). */
final class WeightNormalizationRescaling {
    private WeightNormalizationRescaling() {}

    /**
     * The parameters.
     *
     * @param alpha factor of every v
     */
    record Parameters(
            @Param(doc = "factor of every v, positive") double alpha) {
        Parameters {
            if (!(alpha > 0) || Double.isInfinite(alpha)) {
                throw new InvalidParameterException(
                        "alpha",
                        "alpha is " + alpha + "; it must be positive and finite: a negative factor turns w around");
            }
        }
    }

    static Transform of(Parameters parameters) {
        return new Rescale(parameters.alpha());
    }

    private record Rescale(double alpha) implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.WEIGHT_NORMALIZATION);
        }

        @Override
        public void check(LossSurface surface) {
            map(surface);
        }

        @Override
        public Transformed apply(Minimum minimum, Context context) {
            MonomialMap map = map(minimum.surface());
            return new Transformed(new Minimum(minimum.surface(), map.forward(minimum.theta())), Optional.of(map));
        }

        private MonomialMap map(LossSurface surface) {
            Optional<Reparametrized> reparametrized = surface.as(Reparametrized.class);
            if (reparametrized.isEmpty()
                    || !(reparametrized.get().coordinates() instanceof WeightNormalizationMap normalization)) {
                throw new RefusedException("weight-normalization-rescaling goes after weight-normalization:"
                        + " {chain: [{type: weight-normalization}, {type: weight-normalization-rescaling, alpha: 2}]}");
            }
            double[] factor = new double[normalization.dimension()];
            Arrays.fill(factor, 1);
            for (int k = 0; k < normalization.groupOf().length; k++) {
                if (normalization.groupOf()[k] >= 0) {
                    factor[normalization.coordinateOf()[k]] = alpha;
                }
            }
            return MonomialMap.diagonal(factor);
        }
    }
}
