package io.flatness.metrics.volume;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the boundary of a set in the plane, the inside on the left, in steps that its bend allows.
 *
 * <p>The next point lies on a circle around the last one, where the boundary crosses it next to the tangent; a step is
 * halved until both tangents make the angles with the chord that an arc makes. At a corner or a saddle the steps shrink to
 * {@link #SHORTEST}, and the boundary is then sought around the whole circle, from the way it came over the inside.
 */
final class Tracer {
    private static final double SHORTEST = 1e-7;
    private static final double GROWTH = 1.5;
    private static final double WIDEST = 0.4;
    private static final double LONGEST_STEP = 0.3;

    private final PlaneView view;
    private final double bend;
    private final long budget;

    /**
     * Creates the tracer.
     *
     * @param bend largest angle between chord and tangent, in radians
     * @param budget evaluations of the set after which a loop counts as not closed
     */
    Tracer(PlaneView view, double bend, long budget) {
        this.view = view;
        this.bend = bend;
        this.budget = budget;
    }

    /**
     * Follows the boundary through a point once around.
     *
     * @param inside a point inside the set, near the boundary point
     */
    Loop trace(double[] start, double[] inside) {
        Arc.End first = end(start[0], start[1]);
        double back = Math.atan2(inside[1] - start[1], inside[0] - start[0]);
        double heading = heading(first, back - Math.PI / 2);
        List<Arc.End> points = new ArrayList<>();
        points.add(first);
        Arc.End at = first;
        double step = SHORTEST * 64;
        double longestAway = 0;
        while (view.set().evaluations() < budget) {
            double home = Math.hypot(at.x() - first.x(), at.y() - first.y());
            longestAway = Math.max(longestAway, home);
            if (points.size() > 2 && home <= 1.5 * step && closes(at, heading, first, home)) {
                return Loop.of(points, view, true);
            }
            double reach = Math.max(1, Math.max(Math.abs(at.x()), Math.abs(at.y())));
            step = Math.min(step * GROWTH, LONGEST_STEP * reach);
            Arc.@Nullable End next = null;
            while (next == null) {
                next = step > SHORTEST ? along(at, heading, step) : around(at, heading, SHORTEST);
                if (next == null) {
                    if (step <= SHORTEST) {
                        return Loop.of(points, view, false);
                    }
                    step = Math.max(SHORTEST, step / 2);
                }
            }
            heading = heading(next, Math.atan2(next.y() - at.y(), next.x() - at.x()));
            points.add(next);
            at = next;
        }
        return Loop.of(points, view, false);
    }

    private Arc.End end(double u, double v) {
        double[] gradient = view.gradient(u, v);
        return new Arc.End(u, v, gradient[0], gradient[1]);
    }

    /** Direction of the boundary, the inside on its left; as given where the gradient has no direction. */
    private static double heading(Arc.End e, double otherwise) {
        double heading = Math.atan2(e.gx(), -e.gy());
        return (e.gx() == 0 && e.gy() == 0) || Double.isNaN(heading) ? otherwise : heading;
    }

    /** The next point at a distance, or null when the boundary does not run there as an arc does. */
    private Arc.@Nullable End along(Arc.End p, double heading, double step) {
        double turn = turn(p, heading, step);
        if (Double.isNaN(turn)) {
            return null;
        }
        double chord = heading + turn;
        Arc.End q = end(p.x() + step * Math.cos(chord), p.y() + step * Math.sin(chord));
        double after = wrapped(heading(q, chord) - chord);
        double bent = Math.abs(turn) + Math.abs(after);
        if (Math.abs(turn) > bend || Math.abs(after) > bend || Math.abs(turn - after) > 0.02 + 0.25 * bent) {
            return null;
        }
        // The arc in between, at its middle: inside on the left, outside on the right.
        double sag = step * (turn + after) / 8;
        double side = step * (0.01 + 0.1 * bent);
        double mx = 0.5 * (p.x() + q.x()) + sag * Math.sin(chord);
        double my = 0.5 * (p.y() + q.y()) - sag * Math.cos(chord);
        double nx = -Math.sin(chord) * side;
        double ny = Math.cos(chord) * side;
        return view.excess(mx + nx, my + ny) < 0 && !(view.excess(mx - nx, my - ny) < 0) ? q : null;
    }

    /** The angle from the heading to the crossing of the circle that is nearest to it; NaN within no {@link #WIDEST}. */
    private double turn(Arc.End p, double heading, double step) {
        double before = 0;
        double excessBefore = onCircle(p, heading, step, 0);
        double sign = excessBefore < 0 ? -1 : 1;
        double increment = 0.005;
        while (Math.abs(before) < WIDEST) {
            double here = before + sign * increment;
            double excess = onCircle(p, heading, step, here);
            if ((excess < 0) != (excessBefore < 0)) {
                return excess < 0
                        ? root(p, heading, step, here, excess, before, excessBefore)
                        : root(p, heading, step, before, excessBefore, here, excess);
            }
            before = here;
            excessBefore = excess;
            increment *= 1.6;
        }
        return Double.NaN;
    }

    /** The next point around a corner: from the way back clockwise over the inside until the outside begins. */
    private Arc.@Nullable End around(Arc.End p, double heading, double step) {
        double before = Double.NaN;
        double excessBefore = Double.NaN;
        for (double angle = Math.PI - 0.05; angle > -Math.PI; angle -= 0.05) {
            double excess = onCircle(p, heading, step, angle);
            if (excessBefore < 0 && !(excess < 0)) {
                double turn = root(p, heading, step, before, excessBefore, angle, excess);
                return end(p.x() + step * Math.cos(heading + turn), p.y() + step * Math.sin(heading + turn));
            }
            before = angle;
            excessBefore = excess;
        }
        return null;
    }

    private double root(
            Arc.End p, double heading, double step, double inside, double fInside, double outside, double fOutside) {
        return Root.between(a -> onCircle(p, heading, step, a), inside, fInside, outside, fOutside, 1e-13);
    }

    private double onCircle(Arc.End p, double heading, double step, double turn) {
        double angle = heading + turn;
        return view.excess(p.x() + step * Math.cos(angle), p.y() + step * Math.sin(angle));
    }

    private boolean closes(Arc.End at, double heading, Arc.End first, double home) {
        double towards = wrapped(Math.atan2(first.y() - at.y(), first.x() - at.x()) - heading);
        if (Math.abs(towards) > 2 * WIDEST && home > 2 * SHORTEST) {
            return false;
        }
        if (home <= 2 * SHORTEST) {
            return true;
        }
        double turn = turn(at, heading, home);
        return !Double.isNaN(turn) && Math.abs(turn - towards) <= 1e-3;
    }

    private static double wrapped(double angle) {
        return Math.IEEEremainder(angle, 2 * Math.PI);
    }
}
