package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * log ∫ exp(−L − ½ γ ‖d‖²) by importance sampling from (1 − w) q + w p: q is the normal density of the quadratic model at
 * the point, with curvatures max(λ, 0) + γ, and p = N(θ, 1/γ) the window.
 *
 * <p>The share w of the window bounds the weights, so that no region that q leaves out can spoil them. Without it, and
 * without variance, where the loss is quadratic. The two densities are sampled apart and their errors added.
 *
 * @param value the logarithm
 * @param standardError of it
 * @param mean of the weights
 * @param samples taken
 */
record WindowSampling(double value, double standardError, LogMean mean, int samples) {
    private static final double WINDOW_SHARE = 0.2;
    private static final int PILOT = 32;
    private static final int MOST = 2_000_000;

    static WindowSampling of(Minimum minimum, double gamma, long budget, MetricContext context) {
        QuadraticWindow model = QuadraticWindow.of(minimum, gamma, context);
        int n = minimum.theta().length;
        double[] pilot = new double[PILOT];
        context.parallel().forEach(PILOT, (worker, k) -> {
            pilot[k] = model.weight(model.draw(context.random("pilot-" + k)), 0);
        });
        LogMean exact = LogMean.of(pilot);
        double rounding = 1e-13 * n + 8 * Math.ulp(1 + Math.abs(model.lossAtPoint()));
        if (exact.standardError() < 1e-7) {
            return new WindowSampling(exact.value(), exact.standardError() + rounding, exact, PILOT);
        }
        int samples = (int) Math.max(2L * PILOT, Math.min(MOST, budget));
        int fromWindow = (int) (WINDOW_SHARE * samples);
        double share = (double) fromWindow / samples;
        double[] logs = new double[samples];
        context.parallel().forEach(samples, (worker, k) -> {
            context.checkCancelled();
            RandomGenerator random = context.random("sample-" + k);
            logs[k] = model.weight(k < fromWindow ? model.drawWindow(random) : model.draw(random), share);
        });
        LogMean mean = LogMean.of(logs);
        double variance = 0;
        int[][] parts = {{0, fromWindow}, {fromWindow, samples}};
        for (int[] part : parts) {
            LogMean of = LogMean.of(Arrays.copyOfRange(logs, part[0], part[1]));
            double weight = (double) (part[1] - part[0]) / samples * Math.exp(of.value() - mean.value());
            variance += weight == 0 ? 0 : weight * weight * of.standardError() * of.standardError();
        }
        return new WindowSampling(mean.value(), Math.sqrt(variance) + rounding, mean, samples);
    }

    List<String> doubts() {
        return samples == PILOT ? List.of() : mean.doubt().stream().toList();
    }

    Measurement measurement() {
        if (!Double.isFinite(value)) {
            throw new MeasurementException("the loss is infinite at every point that was drawn from the window");
        }
        return Measurement.estimate(value, standardError)
                .with("method", "importance-sampling")
                .with("effectiveSampleSize", mean.effectiveSampleSize())
                .with("evaluations", samples);
    }
}
