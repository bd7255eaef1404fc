package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;

/**
 * Estimates the volume of the star-shaped part of the component: all that a straight line joins to θ inside the set.
 *
 * <p>Directions u are uniform on the sphere, t(u) is where the ray along P u first leaves the set, and V = Vₙ |det P|
 * E[tⁿ]: unbiased for the star-shaped part for every P, and so in expectation a lower bound of the volume. Everything is
 * in logs; the logarithm of a mean is biased low when few directions carry the weight, which the effective sample size
 * tells. Cost: about 40 evaluations a ray.
 */
final class StarVolume {
    private StarVolume() {}

    static Measurement measure(SublevelSet set, MetricContext context, long budget) {
        int n = set.dimension();
        Preconditioner preconditioner = Preconditioner.of(set, context);
        Rays rays = Rays.shoot(set, preconditioner, budget, context);
        double[] logs = new double[rays.count()];
        for (int ray = 0; ray < logs.length; ray++) {
            logs[ray] = n * Math.log(rays.distances()[ray]);
        }
        LogMean mean = LogMean.of(logs);
        double value = logBall(n) + preconditioner.logDeterminant() + mean.value();
        Measurement measured = rays.describe(mean.estimate(value, rays.open() == 0), mean)
                .with("preconditioner", preconditioner.kind());
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
}
