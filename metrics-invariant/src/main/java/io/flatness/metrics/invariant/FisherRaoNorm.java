package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;
import java.util.Set;

/**
 * The Fisher–Rao norm √(θᵀFθ): one product with the Fisher matrix.
 *
 * <p>Source: Liang, Poggio, Rakhlin, Stokes (2019), AISTATS.
 */
final class FisherRaoNorm implements Metric {
    private final FisherRaoNormParameters.Fisher fisher;

    FisherRaoNorm(FisherRaoNormParameters parameters) {
        this.fisher = parameters.fisher();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<GaussNewton> capability = minimum.surface().as(GaussNewton.class);
        if (capability.isEmpty()) {
            return Measurement.notApplicable("the surface offers no Fisher matrix");
        }
        double[] theta = minimum.theta();
        SymmetricOperator matrix = fisher == FisherRaoNormParameters.Fisher.MODEL
                ? capability.get().fisherAt(theta)
                : capability.get().empiricalFisherAt(theta);
        double square = context.linearAlgebra().dot(theta, matrix.apply(theta));
        return Measurement.exact(Math.sqrt(Math.max(0, square)));
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(
                Invariance.LAYER_RESCALING,
                Invariance.NODE_RESCALING,
                Invariance.PERMUTATION,
                Invariance.SIGN_FLIP,
                Invariance.SOFTMAX_SHIFT,
                Invariance.WEIGHT_NORMALIZATION);
    }
}
