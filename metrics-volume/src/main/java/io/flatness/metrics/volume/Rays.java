package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.Arrays;

/**
 * Where rays θ + t P u leave a sublevel set for the first time.
 *
 * @param directions u, of length 1 in y
 * @param distances t
 * @param lengths ‖P u‖
 * @param open how many rays did not leave the set in reach
 * @param falling how many rays have a loss that falls again before they leave
 * @param evaluations loss-equivalent evaluations, with those of the set before
 */
record Rays(double[][] directions, double[] distances, double[] lengths, int open, int falling, long evaluations) {
    /** Loss-equivalent evaluations of a ray: about 12 of the scan and 8 of the root. */
    static final int COST = 24;

    private static final Scan SCAN = new Scan(12, 1e4);
    private static final int LEAST = 64;
    private static final int MOST = 4000;
    /** Directions are kept for all rays: so many doubles at most. */
    private static final long MOST_DOUBLES = 60_000_000;

    /** Draws one direction. */
    @FunctionalInterface
    interface Aim {
        /** u of length 1 in y, from the random stream of the ray. */
        double[] draw(java.util.random.RandomGenerator random);

        /** Where the ray is expected to leave. */
        default double expected(double[] u) {
            return 1;
        }
    }

    /** As many rays as the budget allows, from {@value #LEAST} to {@value #MOST}; the same for any number of workers. */
    static Rays shoot(SublevelSet set, Preconditioner map, Aim aim, long budget, MetricContext context) {
        long room = Math.max(LEAST, MOST_DOUBLES / set.dimension());
        int count = (int) Math.max(LEAST, Math.min(Math.min(MOST, room), budget / COST));
        double[][] directions = new double[count][];
        double[] distances = new double[count];
        double[] lengths = new double[count];
        boolean[] bounded = new boolean[count];
        boolean[] falls = new boolean[count];
        long[] evaluations = new long[count];
        context.parallel().forEach(count, (worker, ray) -> {
            context.checkCancelled();
            SublevelSet own = set.fork();
            double[] u = aim.draw(context.random("ray-" + ray));
            double[] direction = map.apply(u);
            Scan.Exit exit = SCAN.first(t -> own.excess(direction, t), aim.expected(u));
            directions[ray] = u;
            distances[ray] = exit.distance();
            lengths[ray] = context.linearAlgebra().norm(direction);
            bounded[ray] = exit.bounded();
            falls[ray] = exit.falls();
            evaluations[ray] = own.evaluations();
        });
        int open = 0;
        int falling = 0;
        long total = set.evaluations();
        for (int ray = 0; ray < count; ray++) {
            open += bounded[ray] ? 0 : 1;
            falling += falls[ray] ? 1 : 0;
            total += evaluations[ray];
        }
        return new Rays(directions, distances, lengths, open, falling, total);
    }

    int count() {
        return distances.length;
    }

    /** The distance of a ray, cut where it leaves the ball of a radius around θ. */
    double within(int ray, double radius) {
        return Math.min(distances[ray], radius / lengths[ray]);
    }

    /** The median of the lengths at which the rays leave, in the units of the parameters. */
    double medianLength() {
        double[] all = new double[count()];
        for (int ray = 0; ray < all.length; ray++) {
            all[ray] = distances[ray] * lengths[ray];
        }
        Arrays.sort(all);
        return all[all.length / 2];
    }

    /** Adds what the rays say of themselves to a measurement. */
    Measurement describe(Measurement measured, LogMean mean) {
        Measurement described = measured.with("effectiveSampleSize", mean.effectiveSampleSize());
        if (Double.isFinite(mean.tail())) {
            described = described.with("tailShape", mean.tail());
        }
        return described
                .with("rays", count())
                .with("openRays", open)
                .with("nonMonotoneRays", falling)
                .with("evaluations", evaluations);
    }
}
