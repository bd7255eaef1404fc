package io.flatness.metrics.volume;

import io.flatness.numerics.Chains;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The share of the component that straight lines from θ see, by Markov chains that walk evenly through the component.
 *
 * <p>Hit-and-run: from a point a random line, on it an even point of the piece that joins the point inside the set. A chain
 * never leaves the component, and the uniform distribution on it is stationary, since the same piece is seen from both
 * ends. Chains start at points drawn evenly from the star-shaped part, so that they are stationary from the start where
 * that is all. Source: Smith (1984), Oper. Res. 32; connected pieces instead of convexity.
 *
 * @param share of the visited points that θ sees
 * @param standardError of its logarithm
 * @param doubts about the chains
 * @param splitRhat the worst of the quantities watched
 * @param effectiveSampleSize the least
 * @param evaluations of the loss
 */
record VisibleShare(
        double share,
        double standardError,
        List<String> doubts,
        double splitRhat,
        double effectiveSampleSize,
        long evaluations) {
    private static final int CHAINS = 8;
    private static final double LARGEST_RHAT = 1.05;
    private static final int LEAST_EFFECTIVE = 200;
    private static final double LEAST_SHARE = 0.02;
    /** Evaluations of a step: two ends of a chord, and the line to θ. */
    private static final int COST = 40;

    private static final int LEAST_STEPS = 60;
    private static final int MOST_STEPS = 50_000;
    /** Largest dimension in which directions take the shape of the points seen while warming up. */
    private static final int MOST_SHAPED = 100;

    private static final Scan TO_POINT = new Scan(12, 1);
    private static final Scan CHORD = new Scan(8, 1e4, 1e-4);

    static VisibleShare of(SublevelSet set, StarVolume star, long budget, MetricContext context) {
        int n = set.dimension();
        int steps = (int) Math.max(LEAST_STEPS, Math.min(MOST_STEPS, budget / COST / CHAINS));
        int explored = steps / 4;
        Walk[] walks = new Walk[CHAINS];
        double[][][] seen = new double[CHAINS][explored][];
        context.parallel().forEach(CHAINS, (worker, chain) -> {
            walks[chain] = new Walk(set.fork(), star, context.random("chain-" + chain));
            for (int step = 0; step < explored; step++) {
                context.checkCancelled();
                walks[chain].step(walks[chain].direction());
                seen[chain][step] = walks[chain].y.clone();
            }
        });
        Shape shape = Shape.of(seen, n, context);
        // Half of the chains go on from the farthest points: chains that do not find together are then seen to.
        for (int chain = CHAINS / 2; chain < CHAINS; chain++) {
            walks[chain].restart(shape.farthest(seen, chain - CHAINS / 2));
        }
        int drawn = steps - 2 * explored;
        double[][][] watched = new double[4][CHAINS][drawn];
        context.parallel().forEach(CHAINS, (worker, chain) -> {
            Walk walk = walks[chain];
            for (int step = -explored; step < drawn; step++) {
                context.checkCancelled();
                walk.step(shape.apply(walk.direction()));
                if (step >= 0) {
                    watched[0][chain][step] = star.counts(walk.y) && walk.visible() ? 1 : 0;
                    watched[1][chain][step] = Math.log(dot(walk.y, walk.y));
                    watched[2][chain][step] = dot(walk.y, shape.axes[0]);
                    watched[3][chain][step] = dot(walk.y, shape.axes[1]);
                }
            }
        });
        long evaluations = 0;
        for (Walk walk : walks) {
            evaluations += walk.set.evaluations();
        }
        return judged(watched, evaluations);
    }

    private static VisibleShare judged(double[][][] watched, long evaluations) {
        Chains visible = Chains.of(watched[0]);
        boolean all = Arrays.stream(watched[0]).flatMapToDouble(Arrays::stream).allMatch(v -> v == 1);
        double worst = 1;
        double effective = Double.POSITIVE_INFINITY;
        for (double[][] quantity : watched) {
            Chains chains = Chains.of(quantity);
            worst = Math.max(worst, chains.splitRhat());
            effective = Math.min(effective, chains.effectiveSampleSize());
        }
        if (all) {
            // None unseen. The starts were drawn evenly and one by one from what is seen: if that is all, chains cannot
            // leave it, however slowly they mix; the unseen share is then below about 1 / draws.
            return new VisibleShare(1, 0.1 / Math.max(CHAINS, effective), List.of(), worst, effective, evaluations);
        }
        double share = visible.mean();
        List<String> doubts = new ArrayList<>();
        if (!(worst <= LARGEST_RHAT)) {
            doubts.add(String.format(
                    Locale.ROOT,
                    "the chains through the component disagree (split R-hat %.3f, above %.2f)",
                    worst,
                    LARGEST_RHAT));
        }
        if (effective < LEAST_EFFECTIVE) {
            doubts.add(String.format(
                    Locale.ROOT,
                    "the chains through the component have %.0f effective samples, fewer than %d",
                    effective,
                    LEAST_EFFECTIVE));
        }
        if (share < LEAST_SHARE) {
            doubts.add(String.format(
                    Locale.ROOT, "only %.4f of the component is counted by straight lines from the point", share));
        }
        double error = visible.standardError() / Math.max(share, Double.MIN_NORMAL);
        return new VisibleShare(share, error, doubts, worst, effective, evaluations);
    }

    /**
     * The shape of the points that were seen.
     *
     * @param factor of their covariance, to draw directions with; empty for the identity
     * @param axes two directions in which they reach farthest
     */
    private record Shape(double[] factor, double[][] axes) {
        static Shape of(double[][][] chains, int n, MetricContext context) {
            int count = chains.length * chains[0].length;
            if (n > MOST_SHAPED || count < 10 * n) {
                double[][] probes = new double[2][];
                for (int k = 0; k < 2; k++) {
                    probes[k] = chains[k][chains[k].length - 1].clone();
                }
                return new Shape(new double[0], probes);
            }
            double[] mean = new double[n];
            double[] covariance = new double[n * n];
            for (double[][] chain : chains) {
                for (double[] y : chain) {
                    for (int i = 0; i < n; i++) {
                        mean[i] += y[i] / count;
                    }
                }
            }
            for (double[][] chain : chains) {
                for (double[] y : chain) {
                    for (int i = 0; i < n; i++) {
                        for (int j = 0; j < n; j++) {
                            covariance[i * n + j] += (y[i] - mean[i]) * (y[j] - mean[j]) / count;
                        }
                    }
                }
            }
            double trace = 0;
            for (int i = 0; i < n; i++) {
                trace += covariance[i * n + i];
            }
            for (int i = 0; i < n; i++) {
                covariance[i * n + i] += 1e-6 * trace / n;
            }
            double[][] vectors = context.linearAlgebra().eigen(covariance, n).vectors();
            double[][] axes = {vectors[0], vectors[Math.min(1, n - 1)]};
            return new Shape(context.linearAlgebra().cholesky(covariance, n), axes);
        }

        /** The point seen that lies farthest along an axis: 0 and 1 for the first, 2 and 3 for the second. */
        double[] farthest(double[][][] chains, int which) {
            double sign = which % 2 == 0 ? 1 : -1;
            double[] best = chains[0][0];
            for (double[][] chain : chains) {
                for (double[] y : chain) {
                    if (sign * dot(y, axes[which / 2]) > sign * dot(best, axes[which / 2])) {
                        best = y;
                    }
                }
            }
            return best;
        }

        double[] apply(double[] d) {
            if (factor.length == 0) {
                return d;
            }
            int n = d.length;
            double[] shaped = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    shaped[i] += factor[i * n + j] * d[j];
                }
            }
            return shaped;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** One chain. */
    private static final class Walk {
        private final SublevelSet set;
        private final Preconditioner map;
        private final double radius;
        private final RandomGenerator random;
        private double[] y;
        private double[] offset;
        private double typical = 1;

        Walk(SublevelSet set, StarVolume star, RandomGenerator random) {
            this.set = set;
            this.random = random;
            this.map = star.ellipsoid().map();
            this.radius = star.radius();
            this.y = star.draw(random);
            this.offset = map.apply(y);
        }

        double[] direction() {
            double[] d = new double[y.length];
            for (int i = 0; i < d.length; i++) {
                d[i] = random.nextGaussian();
            }
            double norm = Math.sqrt(dot(d, d));
            for (int i = 0; i < d.length; i++) {
                d[i] /= norm;
            }
            return d;
        }

        void restart(double[] from) {
            y = from.clone();
            offset = map.apply(y);
        }

        void step(double[] d) {
            double[] along = map.apply(d);
            double forth = end(along, 1);
            double back = end(along, -1);
            double t = -back + (forth + back) * random.nextDouble();
            typical = 0.5 * (forth + back);
            for (int i = 0; i < y.length; i++) {
                y[i] += t * d[i];
                offset[i] += t * along[i];
            }
        }

        private double end(double[] along, int sign) {
            return CHORD.first(t -> excess(along, sign * t), typical).distance();
        }

        /** Negative inside the set and the ball around θ. */
        private double excess(double[] along, double t) {
            double[] x = new double[offset.length];
            double square = 0;
            for (int i = 0; i < x.length; i++) {
                double d = offset[i] + t * along[i];
                square += d * d;
                x[i] = set.theta()[i] + d;
            }
            double beyond = radius == Double.POSITIVE_INFINITY
                    ? Double.NEGATIVE_INFINITY
                    : set.epsilon() * (Math.sqrt(square) / radius - 1);
            return Math.max(beyond, set.excess(x));
        }

        /** Whether the straight line to θ stays inside the set, looked at as rays are. */
        boolean visible() {
            return !TO_POINT.first(t -> set.excess(offset, t), 1).bounded();
        }
    }
}
