package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Terrain.Point;
import io.flatness.numerics.MinimumNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * Climbs to a local maximum of the loss over a neighbourhood.
 *
 * <p>First to the point of the ball farthest along the gradient while that pays (no step size; monotone for a convex
 * loss), then by quasi-Newton steps along the part of the gradient that the boundary leaves free. Where these stall on a
 * kink it follows the ridge: the shortest vector of the hull of the gradients on its sides points along it, and is zero
 * at its top. No convergence to the global maximum is promised: every point is feasible, so every rise found is a lower
 * bound.
 */
final class Ascent {
    private static final int FARTHEST = 8;
    private static final int PATIENCE = 3;
    private static final int HALVINGS = 6;
    private static final int SIDES = 12;
    private static final double STALL = 1e-14;
    private static final double SUFFICIENT = 1e-4;
    /** A maximum this close, or with a slope this small, moves the rise by the square of it. */
    private static final double STATIONARY = 1e-9;

    private static final double SMOOTH = 1e-6;
    private static final double FIRST_STEP = 0.1;
    private static final double RIDGE_STEP = 0.02;
    private static final double LEAST_RIDGE_STEP = 1e-13;
    private static final double SAME_PLACE = 1e-4;

    private final Neighbourhood neighbourhood;
    private final Norm norm;
    private final List<Peak> known;

    /**
     * Creates it.
     *
     * @param known maxima found before: an ascent that comes close to one of them ends there
     */
    Ascent(Neighbourhood neighbourhood, List<Peak> known) {
        this.neighbourhood = neighbourhood;
        this.norm = neighbourhood.norm();
        this.known = known;
    }

    /**
     * A maximum.
     *
     * @param z its coordinates
     * @param rise of the loss
     * @param converged whether no step improved it any more
     */
    record Peak(double[] z, double rise, boolean converged) {}

    /** Climbs on from a point that an approach reached, along ridges too. */
    Peak finish(double[] z, double limit) {
        return slide(neighbourhood.at(z), limit, true);
    }

    /**
     * Climbs from a start to a maximum or to a kink.
     *
     * @param start coordinates; projected into the ball
     * @param limit evaluations of the terrain after which to stop
     * @param hopeless a rise below which it is not worth going on from where the gradient leads at first
     */
    Peak approach(double[] start, double limit, double hopeless) {
        double[] z = start.clone();
        norm.project(z);
        Point here = neighbourhood.at(z);
        if (!here.finite()) {
            return new Peak(z, Double.NEGATIVE_INFINITY, true);
        }
        for (int step = 0; step < FARTHEST && left(limit); step++) {
            if (norm.of(here.gradient()) == 0) {
                return new Peak(here.y(), here.rise(), true);
            }
            double[] next = norm.steepest(here.gradient());
            if (near(next, here.y(), STATIONARY)) {
                // The gradient points straight out: no feasible direction rises.
                return new Peak(here.y(), here.rise(), true);
            }
            Point there = neighbourhood.at(next);
            if (!there.finite() || there.rise() - here.rise() <= STALL * Math.abs(there.rise())) {
                break;
            }
            here = there;
        }
        for (Peak peak : known) {
            if (peak.converged() && peak.rise() >= here.rise() && near(peak.z(), here.y(), SAME_PLACE)) {
                return peak;
            }
        }
        return here.rise() < hopeless ? new Peak(here.y(), here.rise(), false) : slide(here, limit, false);
    }

    private boolean left(double limit) {
        return neighbourhood.terrain().evaluations() + neighbourhood.terrain().gradientCost() <= limit;
    }

    private Peak slide(Point start, double limit, boolean ridges) {
        QuasiNewton model = new QuasiNewton();
        Point here = start;
        double steepest = length(here.gradient());
        int stalled = 0;
        while (left(limit)) {
            double[] free = norm.free(here.y(), here.gradient(), here.gradient());
            steepest = Math.max(steepest, length(here.gradient()));
            double slope = length(free);
            if (slope <= STATIONARY * steepest || stalled >= PATIENCE) {
                return new Peak(here.y(), here.rise(), true);
            }
            double[] direction = norm.free(here.y(), here.gradient(), model.direction(free));
            if (!(Norm.dot(direction, free) > STATIONARY * length(direction) * slope)) {
                model.forget();
                direction = free;
            }
            double first = model.empty() ? FIRST_STEP * Math.max(FIRST_STEP, length(here.y())) / slope : 1;
            Point there = search(here, direction, free, first, limit);
            if (there == here) {
                if (!model.empty()) {
                    model.forget();
                    continue;
                }
                boolean smooth = slope <= SMOOTH * steepest;
                return smooth || !ridges
                        ? new Peak(here.y(), here.rise(), smooth)
                        : new Ridge(steepest).climb(here, limit);
            }
            stalled = there.rise() - here.rise() <= STALL * Math.abs(there.rise()) ? stalled + 1 : 0;
            model.remember(here.y(), there.y(), free, norm.free(there.y(), there.gradient(), there.gradient()));
            here = there;
        }
        return new Peak(here.y(), here.rise(), false);
    }

    /** The first point along the projected path that rises enough; the start itself when none does. */
    private Point search(Point here, double[] direction, double[] free, double first, double limit) {
        double step = first;
        for (int halving = 0; halving < HALVINGS && left(limit); halving++, step /= 4) {
            double[] z = here.y().clone();
            QuasiNewton.axpy(step, direction, z);
            norm.project(z);
            double promised = 0;
            for (int i = 0; i < z.length; i++) {
                promised += (z[i] - here.y()[i]) * free[i];
            }
            Point there = neighbourhood.at(z);
            double gain = there.rise() - here.rise();
            if (there.finite() && gain > 0 && gain >= SUFFICIENT * promised) {
                return there;
            }
        }
        return here;
    }

    /** Steps along a kink, by the gradients of its sides. */
    private final class Ridge {
        private final double steepest;

        Ridge(double steepest) {
            this.steepest = steepest;
        }

        Peak climb(Point start, double limit) {
            Point here = start;
            double size = Math.max(FIRST_STEP, length(here.y()));
            double step = RIDGE_STEP * size;
            List<double[]> sides = new ArrayList<>(List.of(tangent(here, here)));
            while (left(limit)) {
                if (step < LEAST_RIDGE_STEP * size) {
                    return new Peak(here.y(), here.rise(), true);
                }
                double[] direction = MinimumNorm.of(sides);
                double slope = length(direction);
                if (slope <= SMOOTH * steepest) {
                    step /= 8;
                    sides = new ArrayList<>(List.of(tangent(here, here)));
                    continue;
                }
                double[] z = here.y().clone();
                QuasiNewton.axpy(step / slope, direction, z);
                norm.project(z);
                Point there = neighbourhood.at(z);
                if (there.finite() && there.rise() - here.rise() > SUFFICIENT * step * slope) {
                    here = there;
                    step = Math.min(RIDGE_STEP * size, 2 * step);
                    add(sides, tangent(here, here));
                } else if (there.finite() && Norm.dot(tangent(here, there), direction) < 0.5 * slope * slope) {
                    add(sides, tangent(here, there));
                } else {
                    step /= 4;
                }
            }
            return new Peak(here.y(), here.rise(), false);
        }

        private double[] tangent(Point here, Point there) {
            return norm.free(here.y(), there.gradient(), there.gradient());
        }

        private void add(List<double[]> sides, double[] side) {
            if (sides.size() == SIDES) {
                sides.remove(0);
            }
            sides.add(side);
        }
    }

    private static double length(double[] x) {
        return Norm.L2.of(x);
    }

    private static boolean near(double[] x, double[] y, double tolerance) {
        for (int i = 0; i < x.length; i++) {
            if (Math.abs(x[i] - y[i]) > tolerance) {
                return false;
            }
        }
        return true;
    }
}
