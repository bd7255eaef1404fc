package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.ValueScale;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * The log-volume of {gᵀd + ½ dᵀHd &lt; ε}, the set of the quadratic model: log Vₙ + (n/2) log(2ε + gᵀH⁻¹g) − ½ Σ log λᵢ.
 *
 * <p>Exact for a positive definite quadratic loss, at its minimum and beside it. Where eigenvalues vanish the ellipsoid has
 * no end, and there is no value unless the volume in the subspace that curves is asked for.
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
        SymmetricEigen eigen = eigen(minimum, context);
        double[] eigenvalues = eigen.values();
        double[] gradient = minimum.surface().gradient(minimum.theta());
        double scale = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[n - 1]));
        int rank = 0;
        int negative = 0;
        double logs = 0;
        double offset = 0;
        for (int k = 0; k < n; k++) {
            double lambda = eigenvalues[k];
            if (lambda > parameters.tolerance() * scale) {
                rank++;
                logs += Math.log(lambda);
                double slope = context.linearAlgebra().dot(gradient, eigen.vectors()[k]);
                offset += slope / lambda * slope;
            } else if (lambda < -parameters.tolerance() * scale) {
                negative++;
            }
        }
        if (rank == 0) {
            return Measurement.undefined("the Hessian curves upwards in no direction");
        }
        // Beside its minimum the model falls by ½ gᵀH⁻¹g below the point, and the level stands so much higher above it.
        double height = parameters.epsilon() + 0.5 * offset;
        double value = StarVolume.logBall(rank) + 0.5 * rank * Math.log(2 * height) - 0.5 * logs;
        boolean whole = rank == n;
        Measurement measured;
        if (whole) {
            measured = Measurement.exact(value).remark("of the quadratic model, not of the loss");
        } else if (parameters.flat() == VolumeLaplaceParameters.FlatDirections.LEAVE_OUT) {
            measured = Measurement.exact(value)
                    .remark("of the quadratic model, not of the loss, in the subspace of the " + rank + " of " + n
                            + " directions that curve upward");
        } else {
            measured = Measurement.undefined("the ellipsoid has no end in " + (n - rank) + " of " + n
                            + " directions, which do not curve upward; details.estimate is its volume in the other "
                            + rank)
                    .with("estimate", value);
        }
        measured = measured.with("rank", rank)
                .with("negativeEigenvalues", negative)
                .with("modelFall", 0.5 * offset)
                .with("method", "quadratic-model");
        return whole && n <= 3 ? measured.with("volume", Math.exp(value)) : measured;
    }

    private static SymmetricEigen eigen(Minimum minimum, MetricContext context) {
        try {
            return DenseSymmetric.of(minimum.surface().hessianAt(minimum.theta()))
                    .eigen(context.linearAlgebra());
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
