package io.flatness.metrics.volume;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * log ∫ exp(−L − ½ γ ‖d‖²) by tempering: populations of points start from the window, and exp(−βL) is turned on from β = 0
 * to 1 in levels that each leave half of a population effective; between levels the points are drawn anew by their weights
 * and moved by steps that keep the window and are accepted by the loss.
 *
 * <p>Every population gives an estimate of its own, whose exponential is unbiased; their spread is the error. Sources: Del
 * Moral, Doucet and Jasra (2006), J. R. Stat. Soc. B 68; steps by Cotter et al. (2013), Stat. Sci. 28.
 *
 * @param logs the estimates of the populations
 * @param acceptance the least mean acceptance of the steps of a level
 * @param levels of the longest ladder
 * @param evaluations of the loss
 */
record WindowTempering(double[] logs, double acceptance, int levels, long evaluations) {
    private static final int POPULATIONS = 12;
    private static final int MOVES = 4;
    private static final int LEAST_POINTS = 32;
    private static final int LIKELY_LEVELS = 20;
    private static final int MOST_LEVELS = 200;
    private static final double WIDEST_SPREAD = 0.7;
    private static final double LEAST_ACCEPTANCE = 0.1;

    static WindowTempering of(Minimum minimum, double gamma, long budget, MetricContext context) {
        int points = (int) Math.max(LEAST_POINTS, Math.min(2000, budget / POPULATIONS / MOVES / LIKELY_LEVELS));
        double[] logs = new double[POPULATIONS];
        double[] acceptance = new double[POPULATIONS];
        int[] levels = new int[POPULATIONS];
        long[] evaluations = new long[POPULATIONS];
        context.parallel().forEach(POPULATIONS, (worker, k) -> {
            Population population = new Population(minimum, gamma, points, context.random("population-" + k));
            logs[k] = population.run(context);
            acceptance[k] = population.leastAcceptance;
            levels[k] = population.levels;
            evaluations[k] = population.evaluations;
        });
        return new WindowTempering(
                logs,
                Arrays.stream(acceptance).min().orElse(0),
                Arrays.stream(levels).max().orElse(0),
                Arrays.stream(evaluations).sum());
    }

    /** log of the mean of the exponentials. */
    double value() {
        return LogMean.of(logs).value();
    }

    double standardError() {
        return Estimate.mean(logs, 0).standardError();
    }

    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        double spread = standardError() * Math.sqrt(logs.length);
        if (!(spread <= WIDEST_SPREAD)) {
            doubts.add(String.format(
                    java.util.Locale.ROOT,
                    "the estimates of %d tempered populations are %.2g apart, more than %.1f",
                    logs.length,
                    spread,
                    WIDEST_SPREAD));
        }
        if (acceptance < LEAST_ACCEPTANCE) {
            doubts.add(String.format(
                    java.util.Locale.ROOT,
                    "of the steps of tempered points only %.3f are accepted at one level, fewer than %.1f",
                    acceptance,
                    LEAST_ACCEPTANCE));
        }
        return doubts;
    }

    Measurement measurement() {
        return Measurement.estimate(value(), standardError())
                .with("method", "tempering")
                .with("populations", logs.length)
                .with("levels", levels)
                .with("acceptance", acceptance)
                .with("evaluations", evaluations);
    }

    /** One population. */
    private static final class Population {
        private final LossSurface surface;
        private final double[] theta;
        private final double deviation;
        private final RandomGenerator random;
        private double[][] displacements;
        private double[] losses;
        private double stride = 0.9;
        private double leastAcceptance = 1;
        private int levels;
        private long evaluations;

        Population(Minimum minimum, double gamma, int points, RandomGenerator random) {
            this.surface = minimum.surface();
            this.theta = minimum.theta();
            this.deviation = 1 / Math.sqrt(gamma);
            this.random = random;
            this.displacements = new double[points][];
            this.losses = new double[points];
            for (int i = 0; i < points; i++) {
                displacements[i] = noise();
                losses[i] = loss(displacements[i]);
            }
        }

        double run(MetricContext context) {
            double beta = 0;
            double log = 0.5 * theta.length * Math.log(2 * Math.PI * deviation * deviation);
            while (beta < 1 && levels < MOST_LEVELS) {
                context.checkCancelled();
                double next = next(beta);
                log += LogMean.of(weights(next - beta)).value();
                resample(next - beta);
                beta = next;
                levels++;
                if (beta < 1) {
                    move(beta);
                }
            }
            return beta < 1 ? Double.NEGATIVE_INFINITY : log;
        }

        private double[] weights(double step) {
            return Arrays.stream(losses).map(loss -> -step * loss).toArray();
        }

        /** The largest β that leaves half of the points effective. */
        private double next(double beta) {
            if (effective(1 - beta) >= 0.5 * losses.length) {
                return 1;
            }
            double low = 0;
            double high = 1 - beta;
            for (int k = 0; k < 60; k++) {
                double middle = k < 30 ? Math.sqrt(Math.max(low, 1e-12 * high) * high) : 0.5 * (low + high);
                if (effective(middle) >= 0.5 * losses.length) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return beta + Math.max(low, 1e-12);
        }

        private double effective(double step) {
            return LogMean.of(weights(step)).effectiveSampleSize();
        }

        /** Systematic: one random number for all. */
        private void resample(double step) {
            double[] logs = weights(step);
            double largest = Arrays.stream(logs).max().orElse(0);
            double sum = 0;
            for (double w : logs) {
                sum += Math.exp(w - largest);
            }
            int n = losses.length;
            double[][] chosen = new double[n][];
            double[] chosenLosses = new double[n];
            double mark = random.nextDouble();
            double passed = 0;
            int from = -1;
            for (int i = 0; i < n; i++) {
                while (passed <= (i + mark) * sum / n && from < n - 1) {
                    passed += Math.exp(logs[++from] - largest);
                }
                chosen[i] = displacements[from];
                chosenLosses[i] = losses[from];
            }
            displacements = chosen;
            losses = chosenLosses;
        }

        private void move(double beta) {
            double total = 0;
            for (int move = 0; move < MOVES; move++) {
                double accepted = 0;
                for (int i = 0; i < losses.length; i++) {
                    double[] noise = noise();
                    double[] proposal = new double[theta.length];
                    for (int k = 0; k < proposal.length; k++) {
                        proposal[k] = Math.sqrt(1 - stride * stride) * displacements[i][k] + stride * noise[k];
                    }
                    double loss = loss(proposal);
                    double probability = Math.min(1, Math.exp(-beta * (loss - losses[i])));
                    accepted += probability / losses.length;
                    if (random.nextDouble() < probability) {
                        displacements[i] = proposal;
                        losses[i] = loss;
                    }
                }
                stride = Math.min(0.99, Math.max(1e-3, stride * Math.exp(accepted - 0.3)));
                total += accepted / MOVES;
            }
            leastAcceptance = Math.min(leastAcceptance, total);
        }

        private double[] noise() {
            double[] noise = new double[theta.length];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = deviation * random.nextGaussian();
            }
            return noise;
        }

        private double loss(double[] displacement) {
            double[] x = theta.clone();
            for (int i = 0; i < x.length; i++) {
                x[i] += displacement[i];
            }
            evaluations++;
            double loss = surface.value(x);
            return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
        }
    }
}
