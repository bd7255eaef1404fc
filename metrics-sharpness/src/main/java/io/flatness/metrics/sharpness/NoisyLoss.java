package io.flatness.metrics.sharpness;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;

/**
 * The rise of the loss under noise, pair by pair: ½(L(θ + δ) + L(θ − δ)) − L(θ), which has no linear part. The same
 * numbers are drawn for every size of the noise.
 */
final class NoisyLoss {
    private final Minimum minimum;
    private final Scope.Part part;
    private final double[] widths;
    private final Noise noise;
    private final MetricContext context;
    private final double loss;
    private double lastSigma;
    private double[] last = {};
    private long evaluations = 1;

    NoisyLoss(Minimum minimum, Scope scope, boolean adaptive, Noise noise, MetricContext context) {
        this.minimum = minimum;
        this.part = scope.of(minimum.surface().layout());
        this.noise = noise;
        this.context = context;
        this.widths = new double[minimum.theta().length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = adaptive ? Math.abs(minimum.theta()[i]) : 1;
        }
        this.loss = minimum.surface().value(minimum.theta());
    }

    double[] widths() {
        return widths;
    }

    Scope.Part part() {
        return part;
    }

    long evaluations() {
        return evaluations;
    }

    /** The rises of the first pairs. */
    double[] rises(double sigma, int pairs) {
        int known = sigma == lastSigma ? Math.min(pairs, last.length) : 0;
        double[] rises = Arrays.copyOf(last, pairs);
        for (int k = known; k < pairs; k++) {
            context.checkCancelled();
            rises[k] = rise(sigma, noise.draw(part, context.commonRandom("sharpness/noise-" + k)));
        }
        lastSigma = sigma;
        last = rises.clone();
        return rises;
    }

    double rise(double sigma, double[] direction) {
        return 0.5 * (rise(sigma, direction, 1) + rise(sigma, direction, -1));
    }

    /** L(θ ± σδ) − L(θ). */
    double rise(double sigma, double[] direction, int sign) {
        evaluations++;
        double[] point = minimum.theta().clone();
        for (int i = 0; i < point.length; i++) {
            point[i] += sign * sigma * widths[i] * direction[i];
        }
        return minimum.surface().value(point) - loss;
    }

    static double mean(double[] rises) {
        return Arrays.stream(rises).sum() / rises.length;
    }

    static double standardError(double[] rises) {
        double mean = mean(rises);
        double squares = 0;
        for (double rise : rises) {
            squares += (rise - mean) * (rise - mean);
        }
        return Math.sqrt(squares / (rises.length - 1) / rises.length);
    }
}
