package io.flatness.metrics.volume;

import java.util.function.DoubleUnaryOperator;

/**
 * Finds where a function of the distance first ceases to be negative, by values alone: a scan in steps of a fixed part of
 * the distance at which it ends, then a bracketed root.
 *
 * <p>A barrier whose top the parabola through three neighbouring values foretells is looked at; one narrower than a step,
 * which no value shows, is missed.
 *
 * @param steps of the scan up to the exit
 * @param reach where the search gives up, in units of the expected distance
 * @param accuracy of the exit, in units of itself
 */
record Scan(int steps, double reach, double accuracy) {
    /** To rounding. */
    Scan(int steps, double reach) {
        this(steps, reach, 1e-12);
    }

    /**
     * The first exit on a ray.
     *
     * @param distance of the exit, or how far the ray stayed inside
     * @param bounded whether there is an exit
     * @param falls whether a value before the exit was lower than the one before it, beyond the first half of the rise
     */
    record Exit(double distance, boolean bounded, boolean falls) {}

    /**
     * Searches.
     *
     * @param f negative at 0
     * @param expected distance of the exit; any positive number will do
     */
    Exit first(DoubleUnaryOperator f, double expected) {
        double start = f.applyAsDouble(0);
        double unit = expected;
        while (true) {
            Exit exit = scan(f, start, unit);
            if (!exit.bounded || exit.distance >= unit / 4 || exit.distance == 0) {
                return exit;
            }
            unit = exit.distance;
        }
    }

    private Exit scan(DoubleUnaryOperator f, double start, double unit) {
        double end = unit * reach;
        double before = 0;
        double atBefore = start;
        double here = 0;
        double atHere = start;
        boolean falls = false;
        while (here < end) {
            double next = Math.min(end, here + Math.max(unit, here) / steps);
            double atNext = f.applyAsDouble(next);
            if (here > 0 && atHere >= atBefore && atHere > atNext) {
                falls |= atHere > 0.5 * start;
                double top = peak(before, atBefore, here, atHere, next, atNext);
                if (!Double.isNaN(top)) {
                    double atTop = f.applyAsDouble(top);
                    if (!(atTop < 0)) {
                        double from = top < here ? before : here;
                        return new Exit(root(f, from, top < here ? atBefore : atHere, top, atTop), true, true);
                    }
                }
            }
            if (!(atNext < 0)) {
                return new Exit(root(f, here, atHere, next, atNext), true, falls);
            }
            before = here;
            atBefore = atHere;
            here = next;
            atHere = atNext;
        }
        return new Exit(here, false, falls);
    }

    /** Where the parabola through three values is highest, if it may rise to 0 there, twice as far as it says; else NaN. */
    private static double peak(double a, double fa, double b, double fb, double c, double fc) {
        double p = (fb - fa) / (b - a);
        double q = (fc - fb) / (c - b);
        double curvature = (q - p) / (c - a);
        double top = 0.5 * (a + b) - p / (2 * curvature);
        double rise = fb + 2 * Math.max(Math.abs(fb - fa), Math.abs(fb - fc));
        return rise >= 0 && top > a && top < c ? top : Double.NaN;
    }

    private double root(DoubleUnaryOperator f, double inside, double fInside, double outside, double fOutside) {
        return Root.between(f, inside, fInside, outside, fOutside, accuracy * outside);
    }
}
