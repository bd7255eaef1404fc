package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.random.RandomGenerator;

/**
 * Where rays in directions P u, u on the sphere, first leave a sublevel set.
 *
 * @param distances in units of P u
 * @param open how many rays did not leave the set in reach
 * @param evaluations loss-equivalent evaluations, with those of the set before
 */
record Rays(double[] distances, int open, long evaluations) {
    private static final int SCAN_STEPS = 24;
    private static final double REACH = 1e4;
    private static final int EVALUATIONS_PER_RAY = 48;
    private static final int MIN_RAYS = 16;
    private static final int MAX_RAYS = 1000;
    /** Without the Hessian's axes one ray carries nearly all the weight, however many there are. */
    private static final int MAX_RAYS_BLIND = 100;

    /**
     * As many as the budget allows, at least 16 and at most 1000, or 100 where the Hessian is too large to be decomposed;
     * the same for any number of workers.
     */
    static Rays shoot(SublevelSet set, Preconditioner preconditioner, long budget, MetricContext context) {
        return shoot(set, preconditioner, new double[set.dimension()], budget, context);
    }

    /** The same with directions that prefer a side: u = y/‖y‖ with y normal around {@code tilt}. */
    static Rays shoot(
            SublevelSet set, Preconditioner preconditioner, double[] tilt, long budget, MetricContext context) {
        int most = preconditioner.vectors() == null ? MAX_RAYS_BLIND : MAX_RAYS;
        int count = (int) Math.max(MIN_RAYS, Math.min(most, budget / EVALUATIONS_PER_RAY));
        double[] distances = new double[count];
        boolean[] bounded = new boolean[count];
        long[] evaluations = new long[count];
        context.parallel().forEach(count, (worker, ray) -> {
            context.checkCancelled();
            SublevelSet own = set.fork();
            double[] direction = preconditioner.apply(unit(ray, tilt, context));
            RayExit.Exit exit = new RayExit(own, direction, SCAN_STEPS, REACH).find(1);
            distances[ray] = exit.distance();
            bounded[ray] = exit.bounded();
            evaluations[ray] = own.evaluations();
        });
        int open = 0;
        long total = set.evaluations();
        for (int ray = 0; ray < count; ray++) {
            open += bounded[ray] ? 0 : 1;
            total += evaluations[ray];
        }
        return new Rays(distances, open, total);
    }

    /** u of one ray. */
    static double[] unit(int ray, double[] tilt, MetricContext context) {
        RandomGenerator random = context.random("ray-" + ray);
        double[] u = tilt.clone();
        for (int i = 0; i < u.length; i++) {
            u[i] += random.nextGaussian();
        }
        context.linearAlgebra().scale(1 / context.linearAlgebra().norm(u), u);
        return u;
    }

    int count() {
        return distances.length;
    }

    /** Adds what the rays say of themselves to an estimate over them. */
    Measurement describe(Measurement measured, LogMean mean) {
        String remark = "star-shaped part of the component alone: a lower bound on average";
        if (open > 0) {
            remark += "; " + open + " of " + count() + " rays did not leave the set in reach";
        }
        return measured.remark(remark + mean.warning())
                .with("method", "star")
                .with("rays", count())
                .with("openRays", open)
                .with("evaluations", evaluations);
    }
}
