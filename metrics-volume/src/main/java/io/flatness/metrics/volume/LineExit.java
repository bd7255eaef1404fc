package io.flatness.metrics.volume;

/**
 * Finds where a line from the point first leaves its sublevel set, following the loss with its slope.
 *
 * <p>Each piece is compared with the cubic through both ends; pieces are halved until the cubic foretells the middle, and
 * may grow again afterwards, at most to a sixteenth of the distance travelled. The search starts far below the scale on
 * which the loss changes at the point, so that waves are followed from the first one on. What remains is the assumption
 * {@link #ASSUMPTION}.
 */
final class LineExit {
    /** What the search cannot see. */
    static final String ASSUMPTION =
            "the search assumes that the loss has no rise narrower than a sixteenth of its distance from the point that"
                    + " neither the values nor the slopes around it show";

    private static final double FRACTION = 1.0 / 16;
    /** Beyond so many scales larger pieces do. */
    private static final double FAR = 0x1p40;

    private static final double FAR_FRACTION = 0.25;
    private static final double GROWTH = 1.6;
    /** A cubic that misses the middle by less than this share of the distance to the level is trusted. */
    private static final double TRUST = 0.05;

    private final SublevelSet set;
    private final double[] direction;
    private final double reach;

    /**
     * Creates the search.
     *
     * @param direction of any length; distances are in units of it
     * @param reach where the search gives up, in units of the scale on which the loss changes
     */
    LineExit(SublevelSet set, double[] direction, double reach) {
        this.set = set;
        this.direction = direction;
        this.reach = reach;
    }

    /**
     * Where the line leaves.
     *
     * @param distance of the exit, or how far the line stayed inside
     * @param bounded whether there is an exit
     */
    record Exit(double distance, boolean bounded) {}

    /** The first exit; unbounded when there is none in reach. */
    Exit find() {
        double unit = unit();
        double end = unit * reach;
        Node at = new Node(0, -set.epsilon(), set.slope(direction, 0));
        double step = unit;
        while (at.t < end) {
            Node next = node(at.t + step);
            Piece piece = piece(at, next);
            if (piece.inside()) {
                at = next;
                step = Math.min(step * GROWTH, Math.max(unit, at.t * (at.t < FAR * unit ? FRACTION : FAR_FRACTION)));
            } else if (piece.crosses()) {
                return new Exit(crossing(at, next), true);
            } else if (piece.resolved()) {
                Node top = node(turningPoint(at.t, next.t));
                if (top.excess >= -set.rounding()) {
                    // A barrier that only touches the level ends the set at its top: strict inequality.
                    return new Exit(top.excess <= set.rounding() ? top.t : crossing(at, top), true);
                }
                if (next.excess >= 0) {
                    return new Exit(crossing(top, next), true);
                }
                at = next;
            } else {
                step *= 0.5;
            }
        }
        return new Exit(at.t, false);
    }

    /** A distance at which the loss has hardly changed. */
    private double unit() {
        double length = 0;
        double largest = 0;
        for (int i = 0; i < direction.length; i++) {
            length = Math.max(length, Math.abs(direction[i]));
            largest = Math.max(largest, Math.abs(set.theta()[i]));
        }
        double slope = Math.abs(set.slope(direction, 0));
        double unit = (largest == 0 ? 1 : largest) / length;
        if (slope > 0 && slope < Double.POSITIVE_INFINITY) {
            unit = Math.min(unit, set.epsilon() / slope);
        }
        double smallest = Math.max(Double.MIN_NORMAL, largest * 0x1p-50) / length;
        while (unit > smallest && !quiet(unit)) {
            unit *= 0.25;
        }
        return Math.max(unit * 0x1p-4, smallest);
    }

    private boolean quiet(double t) {
        double rise = set.excess(direction, t) + set.epsilon();
        return Math.abs(rise) <= set.epsilon() / 64 && Math.abs(set.slope(direction, t)) * t <= set.epsilon() / 16;
    }

    private Node node(double t) {
        return new Node(t, set.excess(direction, t), set.slope(direction, t));
    }

    private Piece piece(Node a, Node b) {
        double h = b.t - a.t;
        double middle = set.excess(direction, a.t + 0.5 * h);
        double foretold = 0.5 * (a.excess + b.excess) + h / 8 * (a.slope - b.slope);
        return new Piece(a, b, middle, Math.abs(middle - foretold), set.rounding());
    }

    private record Node(double t, double excess, double slope) {}

    /** The loss between two nodes, as the cubic with their values and slopes. */
    private record Piece(Node a, Node b, double middle, double miss, double rounding) {
        /** Nothing of it comes near the level. */
        boolean inside() {
            if (!(a.excess < 0 && b.excess < 0 && middle < 0)) {
                return false;
            }
            double top = top();
            return top + 4 * miss + rounding < 0 && miss <= TRUST * Math.max(-top, 0.25 * (b.excess - a.excess));
        }

        /** It leaves once, and nothing before comes near the level. */
        boolean crosses() {
            double height = b.excess - a.excess;
            return b.excess >= 0
                    && miss <= TRUST * height
                    && a.slope * (b.t - a.t) > -height
                    && b.slope > 0
                    && middle - a.excess > 4 * miss
                    && b.excess - middle > 4 * miss
                    && rising();
        }

        /** There is nothing left to halve: the cubic is right to rounding, or the piece has no points left. */
        boolean resolved() {
            return miss <= rounding && (top() >= -8 * rounding || b.excess >= 0) || b.t - a.t <= 8 * Math.ulp(b.t);
        }

        private boolean rising() {
            double h = b.t - a.t;
            for (int k = 0; k < 8; k++) {
                if (slopeAt(k / 8.0, h) <= 0 && valueAt(k / 8.0, h) + 8 * miss >= 0) {
                    return false;
                }
            }
            return true;
        }

        private double top() {
            double h = b.t - a.t;
            double top = Math.max(Math.max(a.excess, b.excess), middle);
            // Where the slope of the cubic, p + q s + r s², vanishes between the ends.
            double rise = b.excess - a.excess;
            double p = h * a.slope;
            double r = 3 * (h * (a.slope + b.slope) - 2 * rise);
            double q = h * b.slope - p - r;
            double root = Math.sqrt(q * q - 4 * p * r);
            for (double sign : new double[] {-1, 1}) {
                double s = 2 * p / (-q + sign * root);
                if (s > 0 && s < 1) {
                    top = Math.max(top, valueAt(s, h));
                }
            }
            return top;
        }

        private double valueAt(double s, double h) {
            double r = 1 - s;
            return r * r * (1 + 2 * s) * a.excess
                    + s * s * (3 - 2 * s) * b.excess
                    + h * s * r * (r * a.slope - s * b.slope);
        }

        private double slopeAt(double s, double h) {
            double r = 1 - s;
            return 6 * s * r * (b.excess - a.excess) + h * (r * (1 - 3 * s) * a.slope + s * (3 * s - 2) * b.slope);
        }
    }

    /** A local maximum between two points, by bisection on the slope. */
    private double turningPoint(double from, double to) {
        double low = from;
        double high = to;
        while (true) {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) {
                return middle;
            }
            double slope = set.slope(direction, middle);
            if (slope == 0) {
                return middle;
            }
            if (slope > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private double crossing(Node inside, Node outside) {
        return Root.between(t -> set.excess(direction, t), inside.t, inside.excess, outside.t, outside.excess);
    }
}
