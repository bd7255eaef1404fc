package io.flatness.metrics.volume;

/**
 * Finds where a ray from the point first leaves its sublevel set: a scan outward in small steps, then bisection.
 *
 * <p>Doubling alone would jump over a barrier into another component. The scan steps are a fixed part of the distance
 * at which the ray leaves, and of the distance travelled: a barrier narrower than {@code distance / steps} that rises
 * and falls between two steps without a turning point of the sampled values may be missed.
 */
final class RayExit {
    private final SublevelSet set;
    private final double[] direction;
    private final int steps;
    private final double reach;

    /**
     * Creates the search.
     *
     * @param direction of any length; distances are in units of it
     * @param steps scan steps per exit distance
     * @param reach where the search gives up, in units of the expected distance
     */
    RayExit(SublevelSet set, double[] direction, int steps, double reach) {
        this.set = set;
        this.direction = direction;
        this.steps = steps;
        this.reach = reach;
    }

    /**
     * Where the ray leaves.
     *
     * @param distance the exit, or how far the ray stayed inside
     * @param bounded whether there is an exit
     */
    record Exit(double distance, boolean bounded) {}

    /** Searches without a guess of the distance: a ladder from far below every scale of the point. */
    Exit find() {
        double largest = 0;
        for (double v : set.theta()) {
            largest = Math.max(largest, Math.abs(v));
        }
        double length = 0;
        for (double v : direction) {
            length = Math.max(length, Math.abs(v));
        }
        double t = (largest == 0 ? 0x1p-1000 : largest * 0x1p-56) / length;
        while (set.excess(direction, t) < 0) {
            t *= 16;
            if (t * length > Math.max(1, largest) * 0x1p900) {
                return new Exit(t / 16, false);
            }
        }
        return find(t);
    }

    /** Searches from an expected distance; any positive number will do. */
    Exit find(double expected) {
        double unit = expected;
        while (true) {
            Exit exit = scan(unit);
            if (!exit.bounded() || exit.distance() >= unit / 2 || exit.distance() == 0) {
                return exit;
            }
            unit = exit.distance();
        }
    }

    private Exit scan(double unit) {
        double end = unit * reach;
        double before = 0;
        double excessBefore = -set.epsilon();
        double here = 0;
        double excess = -set.epsilon();
        while (here < end) {
            double next = here + Math.max(unit, here) / steps;
            double excessNext = set.excess(direction, next);
            if (mayHideBarrier(excessBefore, excess, excessNext)) {
                double top = turningPoint(before, next);
                double height = set.excess(direction, top);
                if (height >= -set.rounding()) {
                    // A barrier that only touches the level ends the set at its top: strict inequality.
                    return new Exit(height <= set.rounding() ? top : crossing(before, excessBefore, top, height), true);
                }
            }
            if (!(excessNext < 0)) {
                if (excessNext <= set.rounding()) {
                    double beyond = next + (next - here);
                    double top = turningPoint(here, beyond);
                    if (set.excess(direction, beyond) < 0 && set.excess(direction, top) <= set.rounding()) {
                        return new Exit(top, true);
                    }
                }
                return new Exit(crossing(here, excess, next, excessNext), true);
            }
            before = here;
            excessBefore = excess;
            here = next;
            excess = excessNext;
        }
        return new Exit(here, false);
    }

    private static boolean mayHideBarrier(double before, double here, double next) {
        return here >= before && here >= next && here + Math.max(here - before, here - next) >= 0;
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

    private double crossing(double inside, double excessInside, double outside, double excessOutside) {
        return Root.between(t -> set.excess(direction, t), inside, excessInside, outside, excessOutside);
    }
}
