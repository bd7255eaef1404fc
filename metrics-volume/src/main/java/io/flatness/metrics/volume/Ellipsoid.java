package io.flatness.metrics.volume;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A guess of the set around a point: {θ + P y : |y − c|² ≤ 1 + |c|²}, the sublevel set of the quadratic model.
 *
 * <p>With curvature λ along an axis P is √(2ε/λ) long and c = −Pᵀg/2ε, so that the guess is the set itself where the loss
 * is quadratic and P knows its Hessian, at a minimum or beside it. Axes without upward curvature take the length that the
 * set has along them. θ always lies inside.
 *
 * @param map P
 * @param center c
 */
record Ellipsoid(Preconditioner map, double[] center) {
    private static final int MOST_SEEN = 64;
    /** Curvatures below this part of the largest are not told from zero. */
    private static final double FLAT = 1e-12;

    private static final int MOST_CHECKED = 2000;
    private static final double FAR = 0x1p40;
    private static final Scan ALONG_AXES = new Scan(12, 256);

    /**
     * Guesses the set.
     *
     * @param longest length that no axis exceeds; infinite for none
     */
    static Ellipsoid of(SublevelSet set, Curvature curvature, double longest, MetricContext context) {
        Guess guess = new Guess(set, curvature, longest, context);
        try {
            Preconditioner map = guess.map();
            return new Ellipsoid(map, guess.center(map));
        } catch (ArithmeticException notFinite) {
            throw new MeasurementException("the curvature at the point is not finite: " + notFinite.getMessage());
        }
    }

    int dimension() {
        return center.length;
    }

    /** The squared radius in y, 1 + |c|². */
    double squaredRadius() {
        double sum = 1;
        for (double c : center) {
            sum += c * c;
        }
        return sum;
    }

    double logVolume() {
        int n = dimension();
        return StarVolume.logBall(n) + 0.5 * n * Math.log(squaredRadius()) + map.logDeterminant();
    }

    /** The direction from θ, of length 1 in y, to a point drawn evenly from the ellipsoid. */
    double[] aim(RandomGenerator random) {
        int n = dimension();
        double[] y = new double[n];
        double square = 0;
        for (int i = 0; i < n; i++) {
            y[i] = random.nextGaussian();
            square += y[i] * y[i];
        }
        double radius = Math.sqrt(squaredRadius() / square) * Math.pow(random.nextDouble(), 1.0 / n);
        double length = 0;
        for (int i = 0; i < n; i++) {
            y[i] = center[i] + radius * y[i];
            length += y[i] * y[i];
        }
        length = Math.sqrt(length);
        for (int i = 0; i < n; i++) {
            y[i] /= length;
        }
        return y;
    }

    /** Where the ray from θ along u, of length 1 in y, leaves the ellipsoid. */
    double exit(double[] u) {
        double along = 0;
        for (int i = 0; i < u.length; i++) {
            along += u[i] * center[i];
        }
        // The product of both roots is −1: no cancellation where along is negative.
        double root = Math.sqrt(along * along + 1);
        return along >= 0 ? along + root : 1 / (root - along);
    }

    /** The work of guessing. */
    private static final class Guess {
        private final SublevelSet set;
        private final Curvature curvature;
        private final double longest;
        private final MetricContext context;
        /** Of the axes that were looked along; NaN for the others. */
        private double[] seenCenter = {};

        Guess(SublevelSet set, Curvature curvature, double longest, MetricContext context) {
            this.set = set;
            this.curvature = curvature;
            this.longest = longest;
            this.context = context;
        }

        Preconditioner map() {
            int n = set.dimension();
            if (curvature == Curvature.NONE) {
                double[] axes = new double[n];
                Arrays.fill(axes, radius());
                return new AxisPreconditioner(curvature.yaml(), axes, null);
            }
            Spectrum spectrum = Spectrum.of(new Minimum(set.surface(), set.theta()), curvature, 0, context);
            double largest = Math.max(
                    spectrum.rest(), Arrays.stream(spectrum.values()).max().orElse(0));
            Preconditioner map = spectrum.map(
                    c -> c > FLAT * largest ? Math.min(longest, Math.sqrt(2 * set.epsilon() / c)) : Double.NaN);
            if (map instanceof AxisPreconditioner axes) {
                distrust(axes);
                see(axes);
            }
            return map;
        }

        /** Forgets the axes whose curvature does not foretell where the set ends along them. */
        private void distrust(AxisPreconditioner map) {
            int n = set.dimension();
            if (n > MOST_CHECKED) {
                return;
            }
            double[] slope = map.applyTransposed(set.gradient(set.theta()));
            for (int k = 0; k < n; k++) {
                double center = -slope[k] / (2 * set.epsilon());
                double root = Math.sqrt(center * center + 1);
                double length = map.axes()[k];
                double[] axis = axis(map, k);
                boolean foretold = true;
                for (double end : new double[] {center + root, center - root}) {
                    foretold = foretold
                            && set.excess(axis, 0.8 * end * length) < 0
                            && (1.25 * Math.abs(end) * length > longest
                                    || !(set.excess(axis, 1.25 * end * length) < 0));
                }
                if (!foretold) {
                    map.axes()[k] = Double.NaN;
                }
            }
        }

        private static double[] axis(AxisPreconditioner map, int k) {
            if (map.vectors() != null) {
                return map.vectors()[k];
            }
            double[] axis = new double[map.axes().length];
            axis[k] = 1;
            return axis;
        }

        /** Fills in the axes without curvature: some are looked along, the others take the mean length of these. */
        private void see(AxisPreconditioner map) {
            double[] axes = map.axes();
            seenCenter = new double[axes.length];
            Arrays.fill(seenCenter, Double.NaN);
            int flat = (int) Arrays.stream(axes).filter(Double::isNaN).count();
            if (flat == 0) {
                return;
            }
            int every = (flat + MOST_SEEN - 1) / MOST_SEEN;
            double expected = radius();
            double logs = 0;
            int seen = 0;
            int at = 0;
            boolean[] look = new boolean[axes.length];
            for (int i = 0; i < axes.length; i++) {
                look[i] = Double.isNaN(axes[i]) && at++ % every == 0;
            }
            for (int i = 0; i < axes.length; i++) {
                if (look[i]) {
                    double[] axis = axis(map, i);
                    double forth = along(axis, 1, expected);
                    double back = along(axis, -1, expected);
                    axes[i] = 0.5 * (forth + back);
                    seenCenter[i] = 0.5 * (forth - back) / axes[i];
                    logs += Math.log(axes[i]);
                    seen++;
                }
            }
            for (int i = 0; i < axes.length; i++) {
                if (Double.isNaN(axes[i])) {
                    axes[i] = Math.exp(logs / seen);
                    seenCenter[i] = 0;
                }
            }
        }

        private double along(double[] axis, int sign, double expected) {
            double found = ALONG_AXES
                    .first(t -> set.excess(axis, sign * t), Math.min(expected, longest))
                    .distance();
            return Math.min(longest, found);
        }

        /** A distance at which a random direction leaves the set. */
        private double radius() {
            RandomGenerator random = context.random("radius");
            double[] direction = new double[set.dimension()];
            for (int i = 0; i < direction.length; i++) {
                direction[i] = random.nextGaussian();
            }
            context.linearAlgebra().scale(1 / context.linearAlgebra().norm(direction), direction);
            double found = new LineExit(set, direction, FAR).find().distance();
            return Math.min(longest, found);
        }

        double[] center(Preconditioner map) {
            double[] center = map.applyTransposed(set.gradient(set.theta()));
            for (int i = 0; i < center.length; i++) {
                center[i] /= -2 * set.epsilon();
                if (seenCenter.length > 0 && !Double.isNaN(seenCenter[i])) {
                    center[i] = seenCenter[i];
                } else if (curvature == Curvature.NONE || !Double.isFinite(center[i])) {
                    center[i] = 0;
                }
            }
            return center;
        }
    }
}
