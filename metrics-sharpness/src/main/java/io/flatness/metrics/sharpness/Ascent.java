package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Neighbourhood.Point;

/**
 * Climbs to a local maximum of the loss over a neighbourhood.
 *
 * <p>Steps to the point of the ball farthest along the gradient while they pay (no step size; monotone for a convex
 * loss), then projected gradient steps of normalized length that double on success and halve on failure. No convergence
 * to the global maximum is promised: every point is feasible, so every rise found is a lower bound.
 */
final class Ascent {
    private static final double STALL = 1e-14;
    private static final int PATIENCE = 3;
    private static final double SMALLEST_STEP = 0x1p-40;
    /** A maximum this close moves the rise by the square of it. */
    private static final double STATIONARY = 1e-9;

    private final Neighbourhood neighbourhood;

    Ascent(Neighbourhood neighbourhood) {
        this.neighbourhood = neighbourhood;
    }

    /**
     * A maximum.
     *
     * @param z its coordinates
     * @param rise of the loss
     * @param converged whether no step improved it any more
     */
    record Peak(double[] z, double rise, boolean converged) {}

    /**
     * Climbs from a start.
     *
     * @param start coordinates; projected into the ball
     * @param limit evaluations of the neighbourhood after which to stop
     */
    Peak climb(double[] start, long limit) {
        Norm norm = neighbourhood.norm();
        double[] z = start.clone();
        norm.project(z);
        Point here = neighbourhood.at(z);
        if (!finite(here)) {
            return new Peak(z, Double.NaN, false);
        }
        boolean farthest = true;
        double step = 0.5;
        int stalled = 0;
        while (neighbourhood.evaluations() + Neighbourhood.GRADIENT_COST <= limit) {
            double slope = norm.of(here.gradient());
            if (slope == 0) {
                return new Peak(here.z(), here.rise(), true);
            }
            double[] next = farthest ? norm.steepest(here.gradient()) : stepped(here, step / slope);
            if (farthest && near(next, here.z())) {
                // The gradient points straight out: no feasible direction rises.
                return new Peak(here.z(), here.rise(), true);
            }
            Point there = neighbourhood.at(next);
            double gain = there.rise() - here.rise();
            if (finite(there) && gain > 0) {
                stalled = gain <= STALL * Math.abs(there.rise()) ? stalled + 1 : 0;
                here = there;
                step = farthest ? step : Math.min(2, 2 * step);
            } else if (farthest) {
                farthest = false;
            } else {
                step /= 2;
            }
            if (stalled >= PATIENCE || step < SMALLEST_STEP) {
                return new Peak(here.z(), here.rise(), true);
            }
        }
        return new Peak(here.z(), here.rise(), false);
    }

    private double[] stepped(Point here, double length) {
        double[] next = here.z().clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += length * here.gradient()[i];
        }
        neighbourhood.norm().project(next);
        return next;
    }

    private static boolean near(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            if (Math.abs(x[i] - y[i]) > STATIONARY) {
                return false;
            }
        }
        return true;
    }

    private static boolean finite(Point point) {
        return Double.isFinite(point.rise()) && Double.isFinite(Norm.LINF.of(point.gradient()));
    }
}
