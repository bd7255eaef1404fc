package io.flatness.metrics.invariant;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/**
 * tr(F⁺H): curvature of the loss per curvature of the predictions, invariant under every smooth change of the
 * parameters where the Hessian vanishes on the kernel of F, as it does at critical points whose null directions are
 * symmetries. Elsewhere F⁺ is that of the parameters as they are, and the value says that it is not invariant.
 */
final class FisherHessianTrace implements Metric {
    static final double LEAK = 1e-6;

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<GaussNewton> capability = minimum.surface().as(GaussNewton.class);
        int n = minimum.theta().length;
        if (capability.isEmpty()) {
            return Measurement.notApplicable("the surface offers no Fisher matrix");
        }
        if (n > FisherRange.LARGEST) {
            return Measurement.notApplicable(tooLarge(n));
        }
        FisherRange range = FisherRange.of(minimum, capability.get(), context);
        DenseSymmetric hessian = FisherRange.dense(minimum.surface().hessianAt(minimum.theta()));
        double leak = range.leak(hessian, context.linearAlgebra());
        boolean contained = leak <= LEAK;
        double value = contained
                ? range.trace(hessian, context.linearAlgebra())
                : unscaled(FisherRange.dense(capability.get().fisherAt(minimum.theta())), hessian, context);
        Measurement measured = Measurement.exact(value)
                .with("rank", range.rank())
                .with("gap", range.gap())
                .with("leak", leak)
                .with("invariant", contained);
        return contained
                ? measured
                : measured.remark("the Hessian does not vanish on the kernel of the Fisher matrix: the value is not"
                        + " invariant at this point");
    }

    private static double unscaled(DenseSymmetric fisher, DenseSymmetric hessian, MetricContext context) {
        SymmetricEigen eigen = fisher.eigen(context.linearAlgebra());
        double sum = 0;
        for (int k = 0; k < fisher.n() && eigen.values()[k] > FisherRange.RANK * eigen.values()[0]; k++) {
            double[] u = eigen.vectors()[k];
            sum += context.linearAlgebra().dot(u, hessian.apply(u)) / eigen.values()[k];
        }
        return sum;
    }

    static String tooLarge(int n) {
        return "the pseudo-inverse of the Fisher matrix is computed for up to " + FisherRange.LARGEST
                + " parameters; this surface has " + n;
    }

    @Override
    public Set<Invariance> invariances() {
        // At critical points rescalings and smooth changes leave it alone too; elsewhere they do not: no claim.
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);
    }
}
