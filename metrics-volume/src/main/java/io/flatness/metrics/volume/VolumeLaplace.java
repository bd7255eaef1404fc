package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * The log-volume of {½ dᵀHd &lt; ε}: log V_r + (r/2) log 2ε − ½ Σ log λᵢ over the r eigenvalues above a tolerance.
 *
 * <p>Exact for a positive definite quadratic loss. Where eigenvalues vanish the ellipsoid has no end: the value is then the
 * r-dimensional volume in the subspace that curves, which cannot be compared between different ranks.
 */
final class VolumeLaplace implements Metric {
    private static final int LARGEST = 1500;

    private final VolumeLaplaceParameters parameters;

    VolumeLaplace(VolumeLaplaceParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        int n = minimum.theta().length;
        if (n > LARGEST) {
            return Measurement.notApplicable("all eigenvalues of the Hessian are computed for up to " + LARGEST
                    + " parameters; this surface has " + n);
        }
        double[] eigenvalues = eigenvalues(minimum, context);
        double scale = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[n - 1]));
        int rank = 0;
        int negative = 0;
        double logs = 0;
        for (double lambda : eigenvalues) {
            if (lambda > parameters.tolerance() * scale) {
                rank++;
                logs += Math.log(lambda);
            } else if (lambda < -parameters.tolerance() * scale) {
                negative++;
            }
        }
        if (rank == 0) {
            return Measurement.undefined("the Hessian curves upwards in no direction");
        }
        double value = StarVolume.logBall(rank) + 0.5 * rank * Math.log(2 * parameters.epsilon()) - 0.5 * logs;
        Measurement measured = Measurement.exact(value)
                .with("rank", rank)
                .with("negativeEigenvalues", negative)
                .with("method", "quadratic-model");
        String remark = "of the quadratic model, not of the loss";
        if (rank < n) {
            remark += "; the ellipsoid has no end in " + (n - rank) + " of " + n
                    + " directions: the value is its volume in the other " + rank;
        }
        measured = measured.remark(remark);
        return rank == n && n <= 3 ? measured.with("volume", Math.exp(value)) : measured;
    }

    private static double[] eigenvalues(Minimum minimum, MetricContext context) {
        try {
            DenseSymmetric hessian = DenseSymmetric.of(minimum.surface().hessianAt(minimum.theta()));
            return context.linearAlgebra().eigenvalues(hessian.matrix(), hessian.n());
        } catch (ArithmeticException overflow) {
            throw new MeasurementException("the Hessian at the point is not finite: " + overflow.getMessage());
        }
    }

    @Override
    public Orientation orientation() {
        return Orientation.LARGER_IS_FLATTER;
    }

    @Override
    public ValueScale scale() {
        return ValueScale.LOGARITHMIC;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);
    }
}
