package io.flatness.metrics.volume;

/**
 * The area between a chord and the boundary curve that it cuts off, to about 1e-10 of the square of the chord.
 *
 * <p>The curve is taken as the quartic through both ends and the middle with the curve's own tangents at the ends; the
 * middle is found by a root search along the chord's normal. Where the cubic without the middle misses it by more than
 * {@link #TOLERANCE}, the arc is cut in two, so that corners of the curve cost no accuracy.
 */
final class Arc {
    private static final double TOLERANCE = 3e-6;
    private static final int MAX_DEPTH = 24;
    /** How far from the middle of the chord the curve may be, in chords; farther, it is not resolved. */
    private static final double REACH = 2;

    private final PlaneView view;
    private boolean resolved = true;

    Arc(PlaneView view) {
        this.view = view;
    }

    /** Whether every arc so far was found where its chord promised it. */
    boolean resolved() {
        return resolved;
    }

    /** A point on the boundary with the gradient there. */
    record End(double x, double y, double gx, double gy) {}

    End end(double x, double y) {
        double[] gradient = view.gradient(x, y);
        return new End(x, y, gradient[0], gradient[1]);
    }

    /** The signed area outside the chord from p to q, with the inside on the left of the way. */
    double area(End p, End q) {
        return area(p, q, 0);
    }

    private double area(End p, End q, int depth) {
        double dx = q.x - p.x;
        double dy = q.y - p.y;
        double length = Math.hypot(dx, dy);
        if (length < 1e-7 || depth > MAX_DEPTH) {
            return 0;
        }
        // outward normal of the chord
        double nx = dy / length;
        double ny = -dx / length;
        double mx = 0.5 * (p.x + q.x);
        double my = 0.5 * (p.y + q.y);
        double slopeAtP = slope(p, dx / length, dy / length, nx, ny);
        double slopeAtQ = slope(q, dx / length, dy / length, nx, ny);
        double predicted = length / 8 * (slopeAtP - slopeAtQ);
        double offset = offset(mx, my, nx, ny, length, Math.abs(predicted));
        if (Double.isNaN(offset)) {
            resolved = false;
            return 0;
        }
        double noise = view.rounding() / Math.max(Double.MIN_NORMAL, Math.hypot(p.gx, p.gy));
        if (Math.abs(offset - predicted) <= Math.max(TOLERANCE * length, 4 * noise)) {
            return length * (8.0 / 15 * offset + length / 60 * (slopeAtP - slopeAtQ));
        }
        End middle = end(mx + offset * nx, my + offset * ny);
        return 0.5 * length * offset + area(p, middle, depth + 1) + area(middle, q, depth + 1);
    }

    /** Distance from the middle of the chord to the curve along the normal; NaN when there is none within reach. */
    private double offset(double mx, double my, double nx, double ny, double length, double predicted) {
        double atMiddle = excess(mx, my, nx, ny, 0);
        double outwards = atMiddle < 0 ? 1 : -1;
        double before = 0;
        double excessBefore = atMiddle;
        // Small steps first: in a thin part of the set the other side is near.
        double least = Math.max(length * 0x1p-14, Math.min(predicted / 2, length / 16));
        for (double t = least; t <= REACH * length; t *= 2) {
            double here = outwards * t;
            double excess = excess(mx, my, nx, ny, here);
            if ((excess < 0) != (atMiddle < 0)) {
                return atMiddle < 0
                        ? Root.between(s -> excess(mx, my, nx, ny, s), before, excessBefore, here, excess)
                        : Root.between(s -> excess(mx, my, nx, ny, s), here, excess, before, excessBefore);
            }
            before = here;
            excessBefore = excess;
        }
        return Double.NaN;
    }

    private double excess(double mx, double my, double nx, double ny, double t) {
        return view.excess(mx + t * nx, my + t * ny);
    }

    /** dy/dx of the level curve in the frame of the chord (along, outward). */
    private static double slope(End e, double tx, double ty, double nx, double ny) {
        double along = e.gx * tx + e.gy * ty;
        double outward = e.gx * nx + e.gy * ny;
        double slope = -along / outward;
        return Double.isFinite(slope) ? slope : 0;
    }
}
