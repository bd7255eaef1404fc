package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Optional;
import java.util.Set;

/**
 * gᵀF⁺g for the gradient g of the loss: its squared length in the metric of the predictions, twice what a step of natural gradient
 * promises. No smooth change of the parameters moves it, at any point, since g lies in the range of F.
 */
final class FisherGradientNorm implements Metric {
    /** How much of the scaled gradient may lie in the kernel by rounding and the cut of small eigenvalues. */
    private static final double OUTSIDE = 1e-3;

    /** The square of the rounding of a gradient, per dimension. */
    private static final double ROUNDING = 0x1p-92;

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<GaussNewton> capability = minimum.surface().as(GaussNewton.class);
        int n = minimum.theta().length;
        if (capability.isEmpty()) {
            return Measurement.notApplicable("the surface offers no Fisher matrix");
        }
        if (minimum.surface()
                .as(NetworkLoss.class)
                .filter(net -> !net.dependsOnFunctionAlone())
                .isPresent()) {
            return Measurement.notApplicable(
                    "the loss has an l2 penalty, whose gradient no change of the predictions accounts for");
        }
        if (n > FisherRange.LARGEST) {
            return Measurement.notApplicable(FisherHessianTrace.tooLarge(n));
        }
        FisherRange range = FisherRange.of(minimum, capability.get(), context);
        double[] gradient = minimum.surface().gradient(minimum.theta());
        double value = 0;
        for (double[] b : range.basis()) {
            double along = context.linearAlgebra().dot(b, gradient);
            value += along * along;
        }
        if (value <= ROUNDING * range.rank()) {
            return Measurement.exact(0)
                    .with("rank", range.rank())
                    .remark("no more than the rounding of the gradient: taken as 0");
        }
        double outside = outside(range, gradient, context.linearAlgebra());
        Measurement measured =
                Measurement.exact(value).with("rank", range.rank()).with("gap", range.gap());
        return outside <= OUTSIDE
                ? measured
                : measured.remark(
                        "a part of " + outside
                                + " of the gradient lies where the Fisher matrix counts as zero: the value is that of the rest");
    }

    /** The part of Dg that the kernel of DFD sees. */
    private static double outside(FisherRange range, double[] gradient, LinearAlgebra algebra) {
        double[] scaled = gradient.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= range.scale()[i];
        }
        double square = 0;
        for (double[] z : range.kernel()) {
            double along = algebra.dot(z, scaled);
            square += along * along;
        }
        return Math.sqrt(square) / algebra.norm(scaled);
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(
                Invariance.LAYER_RESCALING,
                Invariance.NODE_RESCALING,
                Invariance.PERMUTATION,
                Invariance.SIGN_FLIP,
                Invariance.SOFTMAX_SHIFT,
                Invariance.WEIGHT_NORMALIZATION,
                Invariance.REPARAMETRIZATION);
    }
}
