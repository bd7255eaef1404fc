package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Optional;
import java.util.Set;

/**
 * Normalized sharpness: for each layer the minimum over row and column scales s, t &gt; 0 of Σ_ij h_ij (s_i t_j)² +
 * w_ij² / (s_i t_j)², summed over layers; h is the diagonal of the Hessian, biases are left out.
 *
 * <p>A convex geometric program, solved by its own closed forms for rows and columns in turn. Source: Tsuzuku, Sato,
 * Sugiyama (2019), arXiv:1901.04653.
 */
final class NormalizedSharpness implements Metric {
    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<NetworkLoss> network = minimum.surface().as(NetworkLoss.class);
        Optional<ExactCurvature> curvature = minimum.surface().as(ExactCurvature.class);
        if (network.isEmpty() || curvature.isEmpty()) {
            return Measurement.notApplicable(
                    "normalized sharpness needs a piecewise-linear network, whose diagonal of the"
                            + " Hessian is exact and never negative");
        }
        double[] diagonal = Diagonals.nonNegative(curvature.get().hessianDiagonal(minimum.theta()));
        java.util.List<Affine> layers = network.get().architecture().affineLayers();
        double[] values = new double[layers.size()];
        double sum = 0;
        boolean converged = true;
        for (int k = 0; k < values.length; k++) {
            RowColumnScales scales = RowColumnScales.of(layers.get(k), minimum.theta(), diagonal);
            values[k] = scales.minimize();
            converged &= scales.converged();
            sum += values[k];
        }
        return Measurement.exact(sum).converged(converged).with("layers", values);
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.PERMUTATION);
    }
}
