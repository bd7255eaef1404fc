package io.flatness.metrics.volume;

import java.util.List;

/**
 * A closed piece of the boundary of a set in the plane, the inside of the set on its left.
 *
 * @param points in the order of the way
 * @param area that the loop encloses: positive around the set, negative around a hole of it
 * @param touchesWindow whether the window makes part of it
 * @param resolved whether the loop closed and every arc lay where its chord promised
 */
record Loop(List<Arc.End> points, double area, boolean touchesWindow, boolean resolved) {
    static Loop of(List<Arc.End> points, PlaneView view, boolean closed) {
        Arc arc = new Arc(view);
        double ox = points.get(0).x();
        double oy = points.get(0).y();
        double area = 0;
        boolean touches = false;
        for (int k = 0; k < points.size(); k++) {
            Arc.End p = points.get(k);
            Arc.End q = points.get((k + 1) % points.size());
            area += 0.5 * ((p.x() - ox) * (q.y() - oy) - (q.x() - ox) * (p.y() - oy)) + arc.area(p, q);
            touches |= view.atWindow(p.x(), p.y());
        }
        return new Loop(List.copyOf(points), area, touches, closed && arc.resolved());
    }

    /** Whether a point of the boundary lies on this loop, to a part of the steps in which it was followed. */
    boolean passes(double u, double v) {
        for (int k = 0; k < points.size(); k++) {
            Arc.End p = points.get(k);
            Arc.End q = points.get((k + 1) % points.size());
            double dx = q.x() - p.x();
            double dy = q.y() - p.y();
            double square = Math.max(Double.MIN_NORMAL, dx * dx + dy * dy);
            double along = Math.max(0, Math.min(1, ((u - p.x()) * dx + (v - p.y()) * dy) / square));
            double distance = Math.hypot(u - p.x() - along * dx, v - p.y() - along * dy);
            if (distance <= 0.15 * Math.sqrt(square)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The distance from a point along a direction to the first side of the polygon; infinite when it meets none.
     *
     * @param least distances below are not counted
     */
    double distance(double u, double v, double du, double dv, double least) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < points.size(); k++) {
            Arc.End p = points.get(k);
            Arc.End q = points.get((k + 1) % points.size());
            double ex = q.x() - p.x();
            double ey = q.y() - p.y();
            double cross = du * ey - dv * ex;
            double t = ((p.x() - u) * ey - (p.y() - v) * ex) / cross;
            double s = ((p.x() - u) * dv - (p.y() - v) * du) / cross;
            if (t > least && s >= 0 && s <= 1) {
                nearest = Math.min(nearest, t);
            }
        }
        return nearest;
    }
}
