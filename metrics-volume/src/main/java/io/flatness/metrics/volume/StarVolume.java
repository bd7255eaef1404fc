package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The volume of the star-shaped part of the component: all that a straight line joins to θ inside the set.
 *
 * <p>Rays aim at points drawn evenly from an {@link Ellipsoid} E that guesses the set; with t the distance at which a ray
 * leaves the set and t_E that at which it leaves E, the volume is V(E) · E[(t / t_E)ⁿ]: unbiased for every guess that holds
 * θ, and without variance where the guess is the set. Everything is in logarithms.
 *
 * @param ellipsoid the guess
 * @param rays their exits
 * @param radius of the ball around θ that cuts the volume; infinite for none
 * @param clip the part of the way to the end of E beyond which nothing is counted; infinite for none
 * @param mean of (t / t_E)ⁿ
 * @param rounding relative error of the volume by the rounding of the loss
 */
record StarVolume(Ellipsoid ellipsoid, Rays rays, double radius, double clip, LogMean mean, double rounding) {
    private static final int WINDOWS = 8;
    private static final double FIRST_CLIP = 2;
    private static final double LAST_CLIP = 0.02;
    private static final double CLIP_STEP = 0.85;

    static StarVolume measure(SublevelSet set, Ellipsoid ellipsoid, double radius, long budget, MetricContext context) {
        Rays.Aim aim = new Rays.Aim() {
            @Override
            public double[] draw(RandomGenerator random) {
                return ellipsoid.aim(random);
            }

            @Override
            public double expected(double[] u) {
                return ellipsoid.exit(u);
            }
        };
        Rays rays = Rays.shoot(set, ellipsoid.map(), aim, budget, context);
        int n = set.dimension();
        double rounding = n * (set.rounding() / set.epsilon() + 1e-12);
        double none = Double.POSITIVE_INFINITY;
        return new StarVolume(ellipsoid, rays, radius, none, mean(ellipsoid, rays, radius, none), rounding);
    }

    private static LogMean mean(Ellipsoid ellipsoid, Rays rays, double radius, double clip) {
        double[] logs = new double[rays.count()];
        for (int ray = 0; ray < logs.length; ray++) {
            logs[ray] = logWeight(ellipsoid, rays, ray, radius, clip);
        }
        return LogMean.of(logs);
    }

    private static double logWeight(Ellipsoid ellipsoid, Rays rays, int ray, double radius, double clip) {
        double part = rays.within(ray, radius) / ellipsoid.exit(rays.directions()[ray]);
        return ellipsoid.dimension() * Math.log(Math.min(part, clip));
    }

    /**
     * The same without what lies beyond some part of the way to the end of E: the largest part at which the weights of the
     * rays are even enough to trust their mean.
     */
    StarVolume clipped() {
        StarVolume best = this;
        for (double part = FIRST_CLIP; part > LAST_CLIP; part *= CLIP_STEP) {
            best = new StarVolume(ellipsoid, rays, radius, part, mean(ellipsoid, rays, radius, part), rounding);
            if (best.mean.effectiveSampleSize() >= 0.3 * rays.count()) {
                return best;
            }
        }
        return best;
    }

    /** Whether a point y that θ sees is counted. */
    boolean counts(double[] y) {
        double square = 0;
        for (double v : y) {
            square += v * v;
        }
        double length = Math.sqrt(square);
        if (clip == Double.POSITIVE_INFINITY || length == 0) {
            return true;
        }
        double[] u = new double[y.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = y[i] / length;
        }
        return length <= clip * ellipsoid.exit(u);
    }

    /** A point drawn evenly from what is counted: a ray by its weight, and a distance along it. */
    double[] draw(RandomGenerator random) {
        double sum = 0;
        double[] weights = new double[rays.count()];
        for (int ray = 0; ray < weights.length; ray++) {
            weights[ray] = Math.exp(logWeight(ellipsoid, rays, ray, radius, clip) - mean.value());
            sum += weights[ray];
        }
        double left = sum * random.nextDouble();
        int ray = 0;
        while (ray < weights.length - 1 && (left -= weights[ray]) > 0) {
            ray++;
        }
        double[] y = rays.directions()[ray].clone();
        double end = Math.min(rays.within(ray, radius), clip * ellipsoid.exit(y));
        double t = end * Math.pow(random.nextDouble(), 1.0 / y.length);
        for (int i = 0; i < y.length; i++) {
            y[i] *= t;
        }
        return y;
    }

    double logVolume() {
        return ellipsoid.logVolume() + mean.value();
    }

    double standardError() {
        return mean.standardError() + rounding;
    }

    /** Reasons not to trust the number. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (rays.open() > 0 && radius == Double.POSITIVE_INFINITY) {
            doubts.add(
                    rays.open() + " of " + rays.count() + " rays did not leave the set in reach, so that its volume may"
                            + " be infinite: details.windowLogVolumes shows how the volume within a radius grows");
        }
        mean.doubt().ifPresent(doubts::add);
        return doubts;
    }

    /** Adds the numbers behind the volume, and the volumes within balls where the set may not end. */
    Measurement describe(Measurement measured) {
        Measurement described = rays.describe(measured, mean)
                .with("preconditioner", ellipsoid.map().kind());
        if (rays.open() == 0) {
            return described;
        }
        double[] radii = new double[WINDOWS];
        double[] volumes = new double[WINDOWS];
        double first = rays.medianLength();
        for (int k = 0; k < WINDOWS; k++) {
            radii[k] = Math.scalb(first, k - 2);
            volumes[k] = ellipsoid.logVolume()
                    + mean(ellipsoid, rays, radii[k], Double.POSITIVE_INFINITY).value();
        }
        return described.with("windowRadii", radii).with("windowLogVolumes", volumes);
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
