package io.flatness.metrics.volume;

import io.flatness.spi.loss.BoxBounds;

/**
 * How far from the point a line in one dimension is proved to stay in the set, piece by piece.
 *
 * <p>A piece whose bound is below the level holds no exit. Near the exit the pieces shrink with the distance to it, so
 * that a proof to nine digits takes about a hundred bounds.
 */
final class ProvedLine {
    private static final int MOST = 20_000;
    /** Pieces below this share of the length are not halved any more. */
    private static final double FINEST = 1e-12;

    private final SublevelSet set;
    private final BoxBounds bounds;
    private final double level;
    private int count;

    ProvedLine(SublevelSet set, BoxBounds bounds) {
        this.set = set;
        this.bounds = bounds;
        this.level = set.level();
    }

    /** How many boxes were bounded. */
    int count() {
        return count;
    }

    /**
     * The end of the part from 0 on that is proved, in a direction of length 1.
     *
     * @param length where to stop
     */
    double proved(int direction, double length) {
        double from = 0;
        double step = length / 4;
        while (from < length && count < MOST) {
            double to = Math.min(length, from + step);
            if (inside(direction, from, to)) {
                from = to;
                step *= 2;
            } else {
                step = 0.5 * (to - from);
                if (step < FINEST * length) {
                    return from;
                }
            }
        }
        return from;
    }

    private boolean inside(int direction, double from, double to) {
        count++;
        double center = set.theta()[0] + direction * 0.5 * (from + to);
        // Neighbouring boxes overlap by more than the rounding of their centers.
        double radius = 0.5 * (to - from) + 4 * Math.ulp(center);
        return bounds.upperBound(new double[] {center}, new double[] {radius}) < level;
    }
}
