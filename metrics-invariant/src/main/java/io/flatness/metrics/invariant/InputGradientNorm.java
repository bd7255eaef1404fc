package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SampleGradients;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The mean over samples of ‖∂ℓ/∂x‖₂ or ‖∂f/∂x‖_F: a property of the function and the data alone, so that no change of the
 * parameters moves it. The Jacobian of the outputs does not see a common shift of all logits that is constant in x; one
 * that depends on x moves it.
 */
final class InputGradientNorm implements Metric {
    /** Residuals of an exact fit, a few rounding units of outputs of order 1. */
    private static final double ROUNDING = 0x1p-46;

    private final InputGradientNormParameters.Of of;

    InputGradientNorm(InputGradientNormParameters parameters) {
        this.of = parameters.of();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<SampleGradients> gradients = minimum.surface().as(SampleGradients.class);
        Optional<EmpiricalRisk> risk = minimum.surface().as(EmpiricalRisk.class);
        if (gradients.isEmpty() || risk.isEmpty()) {
            return Measurement.notApplicable("the surface has no samples with inputs");
        }
        int samples = risk.get().sampleCount();
        double[] jacobians = gradients.get().inputJacobianNorms(minimum.theta());
        double jacobian = mean(jacobians);
        if (of == InputGradientNormParameters.Of.OUTPUTS) {
            return Measurement.exact(jacobian)
                    .with("largest", largest(jacobians))
                    .with("samples", samples);
        }
        double[] norms = rowNorms(gradients.get().inputGradients(minimum.theta()), samples, context);
        double value = mean(norms);
        Measurement measured = value > ROUNDING * jacobian
                ? Measurement.exact(value)
                : Measurement.exact(0).remark("no more than the rounding of the residuals: taken as 0");
        return measured.with("largest", largest(norms)).with("samples", samples).with("outputs", jacobian);
    }

    private static double mean(double[] norms) {
        double sum = 0;
        for (double norm : norms) {
            sum += norm;
        }
        return sum / norms.length;
    }

    private static double largest(double[] norms) {
        double largest = 0;
        for (double norm : norms) {
            largest = Math.max(largest, norm);
        }
        return largest;
    }

    private static double[] rowNorms(double[] rows, int count, MetricContext context) {
        int width = rows.length / count;
        double[] norms = new double[count];
        for (int i = 0; i < count; i++) {
            norms[i] = context.linearAlgebra().norm(Arrays.copyOfRange(rows, i * width, (i + 1) * width));
        }
        return norms;
    }

    @Override
    public Set<Invariance> invariances() {
        return of == InputGradientNormParameters.Of.LOSS
                ? Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SIGN_FLIP,
                        Invariance.SOFTMAX_SHIFT,
                        Invariance.WEIGHT_NORMALIZATION,
                        Invariance.REPARAMETRIZATION)
                : Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SIGN_FLIP,
                        Invariance.WEIGHT_NORMALIZATION,
                        Invariance.REPARAMETRIZATION);
    }
}
