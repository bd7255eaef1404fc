package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * Average sharpness: E L(θ + δ) − L(θ) for Gaussian or uniform δ of standard deviation σ, or
 * σ|θᵢ| for each parameter.
 *
 * <p>Every noise vector is used with both signs: the linear term cancels, and for a quadratic loss the error is that of
 * Hutchinson's trace estimate of ½ σ² tr H. Costs two evaluations a pair.
 */
final class AverageSharpness implements Metric {
    private final AverageSharpnessParameters parameters;

    AverageSharpness(AverageSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        NoisyLoss noisy = new NoisyLoss(
                minimum, parameters.scope(), parameters.adaptive(), parameters.noise(), parameters.batch(), context);
        double[] rises = noisy.rises(parameters.sigma(), parameters.samples());
        double mean = NoisyLoss.mean(rises);
        if (!Double.isFinite(mean)) {
            throw new MeasurementException("the mean rise of the loss is " + mean
                    + " under noise of standard deviation " + parameters.sigma() + "; take a smaller sigma");
        }
        Measurement measured =
                Measurement.estimate(mean, NoisyLoss.standardError(rises)).with("samples", rises.length);
        return minimum.surface()
                .as(ExactCurvature.class)
                .map(exact -> measured.with("secondOrder", halfTrace(exact.hessianDiagonal(minimum.theta()), noisy)))
                .orElse(measured);
    }

    /** ½ σ² tr H over the parameters that move, in units of their widths. */
    private double halfTrace(double[] diagonal, NoisyLoss noisy) {
        double sum = 0;
        for (int index : noisy.part().indices()) {
            double width = noisy.widths()[index];
            sum += diagonal[index] * width * width;
        }
        return 0.5 * parameters.sigma() * parameters.sigma() * sum;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.adaptive()
                ? Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SIGN_FLIP)
                : parameters.scope().blocks() == null
                        ? Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT)
                        : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
