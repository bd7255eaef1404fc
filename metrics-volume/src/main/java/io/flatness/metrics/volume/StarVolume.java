package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.random.RandomGenerator;

/**
 * Estimates the volume of the star-shaped part of the component: all that a straight line joins to θ inside the set.
 *
 * <p>Directions u are uniform on the sphere, t(u) is where the ray along P u first leaves the set, and V = Vₙ |det P|
 * E[tⁿ]: unbiased for the star-shaped part for every P, and so in expectation a lower bound of the volume. Everything is
 * in logs; the logarithm of a mean is biased low when few directions carry the weight, which the effective sample size
 * tells. Cost: about 40 evaluations a ray.
 */
final class StarVolume {
    private static final int SCAN_STEPS = 24;
    private static final double REACH = 1e4;
    private static final int EVALUATIONS_PER_RAY = 48;
    private static final int MIN_RAYS = 16;
    private static final int MAX_RAYS = 1000;
    private static final double RELIABLE = 10;

    private StarVolume() {}

    static Measurement measure(SublevelSet set, MetricContext context, long budget) {
        int n = set.dimension();
        int rays = (int) Math.max(MIN_RAYS, Math.min(MAX_RAYS, budget / EVALUATIONS_PER_RAY));
        Preconditioner preconditioner = Preconditioner.of(set, context);
        double[] distances = new double[rays];
        boolean[] bounded = new boolean[rays];
        long[] evaluations = new long[rays];
        context.parallel().forEach(rays, (worker, ray) -> {
            context.checkCancelled();
            SublevelSet own = set.fork();
            double[] direction = preconditioner.apply(onSphere(context.random("ray-" + ray), n));
            RayExit.Exit exit = new RayExit(own, direction, SCAN_STEPS, REACH).find(1);
            distances[ray] = exit.distance();
            bounded[ray] = exit.bounded();
            evaluations[ray] = own.evaluations();
        });
        int open = 0;
        long total = set.evaluations();
        double[] logs = new double[rays];
        for (int ray = 0; ray < rays; ray++) {
            logs[ray] = n * Math.log(distances[ray]);
            open += bounded[ray] ? 0 : 1;
            total += evaluations[ray];
        }
        LogMean mean = LogMean.of(logs);
        double value = logBall(n) + preconditioner.logDeterminant() + mean.value();
        StringBuilder remark = new StringBuilder("star-shaped part of the component alone: a lower bound on average");
        if (open > 0) {
            remark.append("; ").append(open).append(" of ").append(rays).append(" rays did not leave the set in reach");
        }
        if (mean.effectiveSampleSize() < RELIABLE) {
            remark.append("; the effective sample size is below ")
                    .append((int) RELIABLE)
                    .append(": not reliable, and biased low");
        }
        Measurement measured = Measurement.estimate(value, mean.standardError())
                .converged(mean.effectiveSampleSize() >= RELIABLE && open == 0)
                .remark(remark.toString())
                .with("method", "star")
                .with("effectiveSampleSize", mean.effectiveSampleSize())
                .with("rays", rays)
                .with("openRays", open)
                .with("preconditioner", preconditioner.kind())
                .with("evaluations", total);
        return n <= 3 ? measured.with("volume", Math.exp(value)) : measured;
    }

    /** log of the volume of the unit ball in n dimensions. */
    static double logBall(int n) {
        double log = n % 2 == 0 ? 0 : Math.log(2);
        for (int k = n % 2 == 0 ? 2 : 3; k <= n; k += 2) {
            log += Math.log(2 * Math.PI / k);
        }
        return log;
    }

    private static double[] onSphere(RandomGenerator random, int n) {
        double[] u = new double[n];
        double square = 0;
        for (int i = 0; i < n; i++) {
            u[i] = random.nextGaussian();
            square += u[i] * u[i];
        }
        double norm = Math.sqrt(square);
        for (int i = 0; i < n; i++) {
            u[i] /= norm;
        }
        return u;
    }
}
