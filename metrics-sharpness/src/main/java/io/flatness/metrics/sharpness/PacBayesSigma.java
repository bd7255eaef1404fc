package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.Orientation;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/**
 * PAC-Bayes σ: the smallest standard deviation of Gaussian noise on the parameters at which the loss rises by a given
 * amount on average, E L(θ + σξ) − L(θ) = rise.
 *
 * <p>The same noise is used for every σ, so that the mean is a smooth function of σ; σ grows from where the loss hardly
 * moves until the mean crosses, and the crossing is bisected to a relative 1e-6. Its standard error is that of the mean
 * over its slope; noise is added until that is small. Sources: Neyshabur, Bhojanapalli, McAllester, Srebro (2017);
 * Jiang, Neyshabur, Mobahi, Krishnan, Bengio (2020).
 */
final class PacBayesSigma implements Metric {
    private static final int FIRST = 16;
    private static final int DOUBLINGS = 200;
    private static final double BISECTED = 1e-6;
    private static final double NEARBY = 1e-2;
    private static final double SMALLEST = 0x1p-60;
    private static final double FACTOR = Math.sqrt(2);

    private final PacBayesSigmaParameters parameters;

    PacBayesSigma(PacBayesSigmaParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        NoisyLoss noisy = new NoisyLoss(minimum, parameters.scope(), parameters.adaptive(), Noise.GAUSSIAN, context);
        double sigma = start(noisy);
        int pairs = FIRST;
        while (true) {
            sigma = crossing(noisy, sigma, pairs);
            double above = NoisyLoss.mean(noisy.rises(sigma * (1 + NEARBY), pairs));
            double slope = (above - parameters.rise()) / (sigma * NEARBY);
            double error = NoisyLoss.standardError(noisy.rises(sigma, pairs)) / slope;
            boolean precise = slope > 0 && error <= parameters.tolerance() * sigma;
            if (precise || 2 * pairs > parameters.samples()) {
                if (!(slope > 0)) {
                    throw new MeasurementException(
                            "the mean rise does not grow with σ at " + sigma + "; take a smaller rise or more samples");
                }
                return Measurement.estimate(sigma, error)
                        .converged(precise)
                        .with("inverseSquare", 1 / (sigma * sigma))
                        .with("samples", pairs)
                        .with("evaluations", noisy.evaluations());
            }
            pairs *= 2;
        }
    }

    /** A σ at which one pair hardly moves the loss. */
    private double start(NoisyLoss noisy) {
        double sigma = 1;
        while (!(NoisyLoss.mean(noisy.rises(sigma, 1)) < 0.1 * parameters.rise()) && sigma > SMALLEST) {
            sigma /= 4;
        }
        return sigma;
    }

    /** The first σ, going up by factors of √2, at which the mean of some pairs crosses; bisected. */
    private double crossing(NoisyLoss noisy, double near, int pairs) {
        double low = near;
        while (low > SMALLEST && !(NoisyLoss.mean(noisy.rises(low, pairs)) < parameters.rise())) {
            low /= FACTOR;
        }
        double high = low * FACTOR;
        for (int k = 0; NoisyLoss.mean(noisy.rises(high, pairs)) < parameters.rise(); k++) {
            if (k == DOUBLINGS) {
                throw new MeasurementException("the loss does not rise by " + parameters.rise()
                        + " on average under noise of standard deviation up to " + high);
            }
            low = high;
            high *= FACTOR;
        }
        while (high - low > BISECTED * high) {
            double middle = 0.5 * (low + high);
            if (NoisyLoss.mean(noisy.rises(middle, pairs)) < parameters.rise()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    @Override
    public Orientation orientation() {
        return Orientation.LARGER_IS_FLATTER;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.adaptive()
                ? Set.of(Invariance.LAYER_RESCALING, Invariance.NODE_RESCALING, Invariance.SIGN_FLIP)
                : Set.of();
    }
}
