package io.flatness.metrics.invariant;

import io.flatness.numerics.ScaledOperator;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.Set;

/**
 * The spectral norm of (‖θ_k‖ H_kl ‖θ_l‖) over the tensors k, l of the parameters: curvature per relative change of a
 * whole tensor. One factor per layer cancels; one per unit does not.
 */
final class LayerNormalizedHessianNorm implements Metric {
    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        double[] norms = new double[minimum.theta().length];
        for (Block block : minimum.surface().layout().blocks()) {
            double norm =
                    context.linearAlgebra().norm(Arrays.copyOfRange(minimum.theta(), block.offset(), block.end()));
            Arrays.fill(norms, block.offset(), block.end(), norm);
        }
        TopPair top = TopPair.of(
                new ScaledOperator(minimum.surface().hessianAt(minimum.theta()), norms), "layer-normalized", context);
        return Measurement.exact(Math.abs(top.value()))
                .converged(top.converged())
                .with("eigenvalue", top.value())
                .with("residual", top.residual());
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
