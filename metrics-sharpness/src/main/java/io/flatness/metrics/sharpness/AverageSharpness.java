package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Average sharpness: E L(θ + δ) − L(θ) for Gaussian δ of standard deviation σ, or σ|θᵢ| for each parameter.
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
        double loss = minimum.surface().value(minimum.theta());
        double[] rises = new double[parameters.samples()];
        double mean = 0;
        for (int k = 0; k < rises.length; k++) {
            context.checkCancelled();
            RandomGenerator random = context.random("noise-" + k);
            double[] noise = new double[minimum.theta().length];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextGaussian();
            }
            rises[k] = 0.5 * (rise(minimum, noise, 1, loss) + rise(minimum, noise, -1, loss));
            mean += rises[k] / rises.length;
        }
        if (!Double.isFinite(mean)) {
            throw new MeasurementException("the mean rise of the loss is " + mean
                    + " under noise of standard deviation " + parameters.sigma() + "; take a smaller sigma");
        }
        double squares = 0;
        for (double rise : rises) {
            squares += (rise - mean) * (rise - mean);
        }
        double standardError = Math.sqrt(squares / (rises.length - 1) / rises.length);
        return Measurement.estimate(mean, standardError).with("samples", rises.length);
    }

    /** L(θ ± σδ) − L(θ). */
    double rise(Minimum minimum, double[] noise, int sign, double loss) {
        double[] point = minimum.theta().clone();
        for (int i = 0; i < point.length; i++) {
            double width = parameters.adaptive() ? Math.abs(point[i]) : 1;
            point[i] += sign * parameters.sigma() * width * noise[i];
        }
        return minimum.surface().value(point) - loss;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.adaptive()
                ? Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SIGN_FLIP)
                : Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);
    }
}
