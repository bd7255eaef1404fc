package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/**
 * tr(F⁺F_emp) = mean over samples of gᵢᵀF⁺gᵢ: the size of the samples' gradients in the metric of the predictions. Every
 * gᵢ lies in the range of F, so that no smooth change of the parameters moves it, at any point.
 */
final class InformationSharpness implements Metric {
    /** The square of the residuals of an exact fit, per dimension: with labels drawn from the model it would be 1. */
    private static final double ROUNDING = 0x1p-92;

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
        double value = range.trace(
                FisherRange.dense(capability.get().empiricalFisherAt(minimum.theta())), context.linearAlgebra());
        Measurement measured = value > ROUNDING * range.rank()
                ? Measurement.exact(value)
                : Measurement.exact(0).remark("no more than the rounding of the residuals: taken as 0");
        return measured.with("rank", range.rank()).with("gap", range.gap());
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
