package io.flatness.metrics.volume;

/**
 * The area between a chord and the boundary curve that it cuts off, to about 1e-10 of the cells around.
 *
 * <p>The curve is taken as the quartic through both ends and the middle with the curve's own tangents at the ends; the
 * middle is found by a root search along the chord's normal. Where the cubic without the middle misses it by more than
 * {@link #TOLERANCE}, the arc is cut in two, so that corners of the curve cost no accuracy.
 */
final class Arc {
    private static final double TOLERANCE = 3e-6;
    private static final int MAX_DEPTH = 24;
    /** How far from the middle of the chord the curve may be, in chords; farther, the cell is not resolved. */
    private static final double REACH = 2;

    private final SublevelSet set;
    private boolean resolved = true;

    Arc(SublevelSet set) {
        this.set = set;
    }

    /** Whether every arc so far was found where its chord promised it. */
    boolean resolved() {
        return resolved;
    }

    /** A point on the boundary with the gradient there. */
    record End(double x, double y, double gx, double gy) {}

    End end(double x, double y) {
        double[] gradient = set.gradient(new double[] {x, y});
        return new End(x, y, gradient[0], gradient[1]);
    }

    /**
     * The signed area outside the chord from p to q.
     *
     * @param sx unit of length along x, the width of a cell; {@code sy} along y
     */
    double area(End p, End q, double sx, double sy) {
        return area(p, q, sx, sy, 0) * sx * sy;
    }

    // In units of cells, with the inside on the left of the way from p to q.
    private double area(End p, End q, double sx, double sy, int depth) {
        double dx = (q.x - p.x) / sx;
        double dy = (q.y - p.y) / sy;
        double length = Math.hypot(dx, dy);
        if (length < 1e-7 || depth > MAX_DEPTH) {
            return 0;
        }
        // outward normal of the chord
        double nx = dy / length;
        double ny = -dx / length;
        double mx = 0.5 * (p.x + q.x);
        double my = 0.5 * (p.y + q.y);
        double offset = offset(mx, my, nx * sx, ny * sy, length);
        if (Double.isNaN(offset)) {
            resolved = false;
            return 0;
        }
        double slopeAtP = slope(p, sx, sy, dx / length, dy / length, nx, ny);
        double slopeAtQ = slope(q, sx, sy, dx / length, dy / length, nx, ny);
        double predicted = length / 8 * (slopeAtP - slopeAtQ);
        double noise = set.rounding() / Math.max(Double.MIN_NORMAL, Math.hypot(p.gx * sx, p.gy * sy));
        if (Math.abs(offset - predicted) <= Math.max(TOLERANCE * length, 4 * noise)) {
            return length * (8.0 / 15 * offset + length / 60 * (slopeAtP - slopeAtQ));
        }
        End middle = end(mx + offset * nx * sx, my + offset * ny * sy);
        return 0.5 * length * offset + area(p, middle, sx, sy, depth + 1) + area(middle, q, sx, sy, depth + 1);
    }

    /** Distance from the middle of the chord to the curve along the normal; NaN when there is none within reach. */
    private double offset(double mx, double my, double nx, double ny, double length) {
        double atMiddle = excess(mx, my, nx, ny, 0);
        double outwards = atMiddle < 0 ? 1 : -1;
        double before = 0;
        double excessBefore = atMiddle;
        for (double t = length / 16; t <= REACH * length; t *= 2) {
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
        return set.excess(new double[] {mx + t * nx, my + t * ny});
    }

    /** dy/dx of the level curve in the frame of the chord (along, outward). */
    private static double slope(End e, double sx, double sy, double tx, double ty, double nx, double ny) {
        double gx = e.gx * sx;
        double gy = e.gy * sy;
        double along = gx * tx + gy * ty;
        double outward = gx * nx + gy * ny;
        double slope = -along / outward;
        return Double.isFinite(slope) ? slope : 0;
    }
}
