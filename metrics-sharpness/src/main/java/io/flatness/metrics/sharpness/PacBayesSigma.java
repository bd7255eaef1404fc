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
 * moves until the mean of a few pairs crosses, and the crossing is closed in on from both sides to a relative 1e-6. Its
 * standard error is that of the mean over its slope; as much noise is added as the spread of the first pairs says that the
 * tolerance needs. Sources: Neyshabur, Bhojanapalli, McAllester, Srebro (2017); Jiang, Neyshabur, Mobahi, Krishnan, Bengio
 * (2020).
 */
final class PacBayesSigma implements Metric {
    private static final int FIRST = 16;
    private static final int DOUBLINGS = 200;
    private static final double CLOSE = 1e-6;
    private static final double NEARBY = 1e-2;
    private static final double SMALLEST = 0x1p-60;
    private static final double GROWTH = Math.sqrt(2);

    private final PacBayesSigmaParameters parameters;

    PacBayesSigma(PacBayesSigmaParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        NoisyLoss noisy = new NoisyLoss(
                minimum, parameters.scope(), parameters.adaptive(), Noise.GAUSSIAN, parameters.batch(), context);
        int most = FIRST;
        while (2 * most <= parameters.samples()) {
            most *= 2;
        }
        int pairs = FIRST;
        double sigma = crossing(noisy, start(noisy), GROWTH, pairs);
        while (true) {
            double slope = excess(noisy, sigma * (1 + NEARBY), pairs) / (sigma * NEARBY);
            double error = NoisyLoss.standardError(noisy.rises(sigma, pairs)) / slope;
            boolean precise = slope > 0 && error <= parameters.tolerance() * sigma;
            if (precise || pairs == most) {
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
            double ratio = error / (parameters.tolerance() * sigma);
            int needed = 2 * pairs;
            while (needed < most && !(needed >= pairs * ratio * ratio && ratio > 0)) {
                needed *= 2;
            }
            pairs = needed;
            sigma = crossing(noisy, sigma, 1 + 2 * NEARBY, pairs);
        }
    }

    /** By how much the mean rise of some pairs is above the one wanted. */
    private double excess(NoisyLoss noisy, double sigma, int pairs) {
        return NoisyLoss.mean(noisy.rises(sigma, pairs)) - parameters.rise();
    }

    /** A σ at which one pair hardly moves the loss. */
    private double start(NoisyLoss noisy) {
        double sigma = 1;
        while (!(NoisyLoss.mean(noisy.rises(sigma, 1)) < 0.1 * parameters.rise()) && sigma > SMALLEST) {
            sigma /= 4;
        }
        return sigma;
    }

    /** The first σ, going up in steps of a factor, at which the mean of some pairs crosses. */
    private double crossing(NoisyLoss noisy, double near, double factor, int pairs) {
        double low = near;
        double below = excess(noisy, low, pairs);
        double growth = factor;
        while (low > SMALLEST && !(below < 0)) {
            low /= growth;
            growth = Math.min(2, growth * growth);
            below = excess(noisy, low, pairs);
        }
        double high = low;
        double above = below;
        growth = factor;
        for (int k = 0; above < 0; k++) {
            if (k == DOUBLINGS) {
                throw new MeasurementException("the loss does not rise by " + parameters.rise()
                        + " on average under noise of standard deviation up to " + high);
            }
            low = high;
            below = above;
            high = low * growth;
            growth = Math.min(Math.max(GROWTH, factor), growth * growth);
            above = excess(noisy, high, pairs);
        }
        return between(noisy, low, below, high, above, pairs);
    }

    /**
     * Closes in on a crossing: where the chord of the excess over σ² crosses, or just beyond on the side that is farther, so
     * that both ends come near; halves where that gains too little.
     */
    private double between(NoisyLoss noisy, double from, double below, double to, double above, int pairs) {
        double low = from;
        double high = to;
        double under = below;
        double over = above;
        boolean halve = false;
        while (high - low > CLOSE * high) {
            double width = high - low;
            double share = -under / (over - under);
            double chord = Math.sqrt(low * low + share * (high * high - low * low));
            double beyond = 0.4 * CLOSE * high;
            double next = chord - low < high - chord ? chord + beyond : chord - beyond;
            double middle = halve || !(next > low && next < high) ? 0.5 * (low + high) : next;
            double excess = excess(noisy, middle, pairs);
            if (excess < 0) {
                low = middle;
                under = excess;
            } else {
                high = middle;
                over = excess;
            }
            halve = high - low > 0.5 * width;
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
