package io.flatness.metrics.invariant;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/**
 * The largest λ with Hv = λFv on the range of the Fisher matrix F: the sharpest direction in the metric of the
 * predictions. Invariant under every smooth change of the parameters at a critical point.
 */
final class FisherPencil implements Metric {
    private static final int SHOWN = 10;

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<GaussNewton> capability = minimum.surface().as(GaussNewton.class);
        int n = minimum.theta().length;
        if (capability.isEmpty()) {
            return Measurement.notApplicable("the surface offers no Fisher matrix");
        }
        if (n > FisherRange.LARGEST) {
            return Measurement.notApplicable(FisherHessianTrace.tooLarge(n));
        }
        FisherRange range = FisherRange.of(minimum, capability.get(), context);
        DenseSymmetric hessian = FisherRange.dense(minimum.surface().hessianAt(minimum.theta()));
        double[] eigenvalues =
                context.linearAlgebra().eigenvalues(range.compress(hessian, context.linearAlgebra()), range.rank());
        double leak = range.leak(hessian, context.linearAlgebra());
        Measurement measured = Measurement.exact(eigenvalues[0])
                .with("eigenvalues", java.util.Arrays.copyOf(eigenvalues, Math.min(SHOWN, eigenvalues.length)))
                .with("smallest", eigenvalues[eigenvalues.length - 1])
                .with("rank", range.rank())
                .with("gap", range.gap())
                .with("leak", leak);
        return leak <= FisherHessianTrace.LEAK
                ? measured
                : measured.remark("the Hessian does not vanish on the kernel of the Fisher matrix: the value is not"
                        + " invariant at this point");
    }

    @Override
    public Set<Invariance> invariances() {
        // Smooth changes of the parameters leave it alone at critical points only: no claim.
        return Set.of(
                Invariance.LAYER_RESCALING,
                Invariance.NODE_RESCALING,
                Invariance.PERMUTATION,
                Invariance.SIGN_FLIP,
                Invariance.SOFTMAX_SHIFT);
    }
}
