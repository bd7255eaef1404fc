package io.flatness.metrics.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connected part of a view of the plane that holds the point: its outer boundary and those of its holes.
 *
 * <p>Boundaries are followed from where the axes leave the set; further holes are sought along {@link #CHORDS} chords from
 * random points of the boundaries found. A hole that no chord meets is not seen: one that fills a thousandth of the region
 * is missed with a probability below 2 %.
 *
 * @param loops the boundaries
 * @param area of the region, in the units of the parameters
 */
record PlaneRegion(List<Loop> loops, double area) {
    private static final int CHORDS = 256;
    private static final int PARTS = 16;
    /** Of the starts along the axes all may be corners. */
    private static final int MOST_LOST = 5;

    /**
     * Finds it.
     *
     * @param starts points of (u, v) whose straight way from the origin is inside up to there or up to the window
     * @param bend largest angle between a chord and the boundary
     */
    static PlaneRegion of(PlaneView view, List<double[]> starts, double bend, RandomGenerator random, long budget) {
        Search search = new Search(view, new Tracer(view, bend, budget), budget);
        for (double[] start : starts) {
            if (search.lost() <= MOST_LOST) {
                search.follow(new double[2], start);
            }
        }
        search.forgetBadStarts();
        for (int chord = 0; chord < CHORDS && search.resolved(); chord++) {
            search.chord(random);
        }
        double area = 0;
        for (Loop loop : search.loops) {
            area += loop.area();
        }
        return new PlaneRegion(List.copyOf(search.loops), area * view.unitArea());
    }

    boolean touchesWindow() {
        return loops.stream().anyMatch(Loop::touchesWindow);
    }

    /** One outer boundary, and all of them closed. */
    boolean resolved() {
        return area > 0
                && loops.stream().allMatch(Loop::resolved)
                && loops.stream().filter(loop -> loop.area() > 0).count() == 1;
    }

    private static final class Search {
        private final PlaneView view;
        private final Tracer tracer;
        private final long budget;
        private final List<Loop> loops = new ArrayList<>();

        Search(PlaneView view, Tracer tracer, long budget) {
            this.view = view;
            this.tracer = tracer;
            this.budget = budget;
        }

        boolean resolved() {
            return loops.stream().allMatch(Loop::resolved) && view.set().evaluations() < budget;
        }

        /** Follows the boundary between a point inside and one that is not, if it is a new one. */
        void follow(double[] inside, double[] outside) {
            double du = outside[0] - inside[0];
            double dv = outside[1] - inside[1];
            double t = crossing(inside, du, dv);
            double u = inside[0] + t * du;
            double v = inside[1] + t * dv;
            if (loops.stream().noneMatch(loop -> loop.resolved() && loop.passes(u, v))) {
                loops.add(tracer.trace(new double[] {u, v}, inside));
            }
        }

        long lost() {
            return loops.stream().filter(loop -> !loop.resolved()).count();
        }

        /** Drops loops that were lost from where they began, at a corner, where another loop passes there and closes. */
        void forgetBadStarts() {
            List<Loop> lost = loops.stream().filter(loop -> !loop.resolved()).toList();
            for (Loop bad : lost) {
                Arc.End first = bad.points().get(0);
                if (loops.stream().anyMatch(loop -> loop.resolved() && loop.passes(first.x(), first.y()))) {
                    loops.remove(bad);
                }
            }
        }

        private double crossing(double[] from, double du, double dv) {
            double atEnd = view.excess(from[0] + du, from[1] + dv);
            if (atEnd < 0) {
                return 1;
            }
            double atStart = view.excess(from[0], from[1]);
            return Root.between(s -> view.excess(from[0] + s * du, from[1] + s * dv), 0, atStart, 1, atEnd);
        }

        /** Looks for a hole on the way from a boundary point to where the known boundaries are met again. */
        void chord(RandomGenerator random) {
            Loop loop = loops.get(random.nextInt(loops.size()));
            int k = random.nextInt(loop.points().size());
            Arc.End p = loop.points().get(k);
            Arc.End q = loop.points().get((k + 1) % loop.points().size());
            double angle = Math.atan2(q.y() - p.y(), q.x() - p.x()) + Math.PI * (0.05 + 0.9 * random.nextDouble());
            double du = Math.cos(angle);
            double dv = Math.sin(angle);
            double mu = 0.5 * (p.x() + q.x());
            double mv = 0.5 * (p.y() + q.y());
            double side = Math.hypot(q.x() - p.x(), q.y() - p.y());
            double length = Double.POSITIVE_INFINITY;
            for (Loop other : loops) {
                length = Math.min(length, other.distance(mu, mv, du, dv, 1e-6 * side));
            }
            if (!(length < Double.POSITIVE_INFINITY)) {
                return;
            }
            double @Nullable [] inside = null;
            for (int part = 0; part < PARTS; part++) {
                double t = length * (0.03 + 0.94 * (part + random.nextDouble()) / PARTS);
                double[] here = {mu + t * du, mv + t * dv};
                if (view.excess(here[0], here[1]) < 0) {
                    inside = here;
                } else if (inside != null) {
                    follow(inside, here);
                    return;
                }
            }
        }
    }
}
