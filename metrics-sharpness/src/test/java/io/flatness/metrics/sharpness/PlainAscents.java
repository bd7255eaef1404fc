package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Independent projected ascents from random starts on the sphere: what a search must not fall behind. */
final class PlainAscents {
    private PlainAscents() {}

    /** The largest rise that some ascents reach over a Euclidean ball. */
    static double best(Minimum minimum, double radius, int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(99);
        double best = 0;
        for (int k = 0; k < count; k++) {
            double[] d = new double[minimum.theta().length];
            for (int i = 0; i < d.length; i++) {
                d[i] = random.nextGaussian();
            }
            best = Math.max(best, climb(minimum, onto(d, radius), radius));
        }
        return best;
    }

    private static double climb(Minimum minimum, double[] start, double radius) {
        LossSurface surface = minimum.surface();
        double base = surface.value(minimum.theta());
        double[] d = start;
        double[] gradient = new double[d.length];
        double here = surface.valueAndGradient(plus(minimum.theta(), 1, d), gradient);
        double step = radius / 2;
        for (int k = 0; k < 400 && step > 1e-12 * radius; k++) {
            double slope = Norm.L2.of(gradient);
            if (slope == 0) {
                break;
            }
            double[] next = plus(d, step / slope, gradient);
            if (Norm.L2.of(next) > radius) {
                next = onto(next, radius);
            }
            double[] slopeThere = new double[d.length];
            double there = surface.valueAndGradient(plus(minimum.theta(), 1, next), slopeThere);
            if (there > here) {
                d = next;
                here = there;
                gradient = slopeThere;
                step = Math.min(2 * radius, 2 * step);
            } else {
                step /= 2;
            }
        }
        return here - base;
    }

    private static double[] onto(double[] d, double radius) {
        double factor = radius * (1 - 1e-15) / Norm.L2.of(d);
        return Arrays.stream(d).map(v -> factor * v).toArray();
    }

    private static double[] plus(double[] x, double a, double[] y) {
        double[] sum = x.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += a * y[i];
        }
        return sum;
    }
}
