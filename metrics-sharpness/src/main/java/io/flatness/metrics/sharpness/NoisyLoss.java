package io.flatness.metrics.sharpness;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;

/**
 * The rise of the loss under noise, pair by pair: ½(L(θ + δ) + L(θ − δ)) − L(θ), which has no linear part. The same
 * numbers are drawn for every size of the noise, and the same samples where every pair has a batch of its own.
 */
final class NoisyLoss {
    private final Minimum minimum;
    private final Scope.Part part;
    private final double[] widths;
    private final Noise noise;
    private final Batches batches;
    private final MetricContext context;
    private double lastSigma;
    private double[] last = {};
    private double evaluations = 1;

    NoisyLoss(Minimum minimum, Scope scope, boolean adaptive, Noise noise, int batch, MetricContext context) {
        this.minimum = minimum;
        this.part = scope.of(minimum.surface().layout());
        this.noise = noise;
        this.context = context;
        this.batches = new Batches(minimum, batch, context);
        this.widths = new double[minimum.theta().length];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = adaptive ? Math.abs(minimum.theta()[i]) : 1;
        }
    }

    double[] widths() {
        return widths;
    }

    Scope.Part part() {
        return part;
    }

    /** Evaluations of the loss over all samples, or as many over fewer. */
    long evaluations() {
        return (long) Math.ceil(evaluations);
    }

    /** The rises of the first pairs. */
    double[] rises(double sigma, int pairs) {
        int known = sigma == lastSigma ? Math.min(pairs, last.length) : 0;
        double[] rises = Arrays.copyOf(last, pairs);
        for (int k = known; k < pairs; k++) {
            context.checkCancelled();
            rises[k] = rise(sigma, k);
        }
        lastSigma = sigma;
        last = rises.clone();
        return rises;
    }

    /** L(θ + σδ) − L(θ) over all samples. */
    double rise(double sigma, double[] direction) {
        evaluations++;
        return minimum.surface().value(moved(sigma, direction)) - batches.loss();
    }

    private double rise(double sigma, int pair) {
        double[] direction = noise.draw(part, context.commonRandom("sharpness/noise-" + pair));
        Batches.Batch batch = batches.of(pair);
        evaluations += 2 * batch.share();
        LossSurface surface = batch.surface();
        double forth = surface.value(moved(sigma, direction)) - batch.loss();
        double back = surface.value(moved(-sigma, direction)) - batch.loss();
        return 0.5 * (forth + back);
    }

    private double[] moved(double sigma, double[] direction) {
        double[] point = minimum.theta().clone();
        for (int i = 0; i < point.length; i++) {
            point[i] += sigma * widths[i] * direction[i];
        }
        return point;
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
