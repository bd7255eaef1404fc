package io.flatness.metrics.volume;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sublevel set of the plane in coordinates (u, v) in which it is about round, cut by a window: θ + u·axis₀ + v·axis₁.
 *
 * <p>A window of the user's is a rectangle of the parameters; beside it the view ends where |u| or |v| exceeds its reach.
 */
final class PlaneView {
    private final SublevelSet set;
    private final double[][] axes;
    private final @Nullable Window window;
    private final double reach;

    /**
     * Creates the view.
     *
     * @param axes two independent directions of the plane, of the length that the set has along them
     * @param window of the parameters; {@code null} for none
     * @param reach in units of the axes
     */
    PlaneView(SublevelSet set, double[][] axes, @Nullable Window window, double reach) {
        this.set = set;
        this.axes = axes;
        this.window = window;
        this.reach = reach;
    }

    SublevelSet set() {
        return set;
    }

    /** The excess of the loss, or what the point is outside of the window if that is more; negative inside both. */
    double excess(double u, double v) {
        double[] x = point(u, v);
        double beyond = beyond(u, v, x);
        // Outside of the window nothing is asked of the surface.
        return beyond >= 0 ? beyond : Math.max(set.excess(x), beyond);
    }

    /** Whether the window, and not the loss, ends the view here. */
    boolean atWindow(double u, double v) {
        double[] x = point(u, v);
        return beyond(u, v, x) > set.excess(x);
    }

    /** The gradient of the excess; where the window ends the view that of the window. */
    double[] gradient(double u, double v) {
        double[] x = point(u, v);
        double beyond = beyond(u, v, x);
        if (beyond >= 0 || beyond > set.excess(x)) {
            return slopeOfWindow(u, v, x);
        }
        double[] g = set.gradient(x);
        return new double[] {along(axes[0], g), along(axes[1], g)};
    }

    /** Area of a unit square of (u, v). */
    double unitArea() {
        return Math.abs(axes[0][0] * axes[1][1] - axes[0][1] * axes[1][0]);
    }

    double rounding() {
        return set.rounding();
    }

    double[] point(double u, double v) {
        double[] theta = set.theta();
        return new double[] {theta[0] + u * axes[0][0] + v * axes[1][0], theta[1] + u * axes[0][1] + v * axes[1][1]};
    }

    /** In units of ε: how far the point lies outside of the nearest side of the window. */
    private double beyond(double u, double v, double[] x) {
        double most = Double.NEGATIVE_INFINITY;
        for (double side : sides(u, v, x)) {
            most = Math.max(most, side);
        }
        return set.epsilon() * most;
    }

    private double[] sides(double u, double v, double[] x) {
        if (window == null) {
            return new double[] {-u - reach, u - reach, -v - reach, v - reach};
        }
        double width = window.x1() - window.x0();
        double height = window.y1() - window.y0();
        return new double[] {
            -u - reach,
            u - reach,
            -v - reach,
            v - reach,
            (window.x0() - x[0]) / width,
            (x[0] - window.x1()) / width,
            (window.y0() - x[1]) / height,
            (x[1] - window.y1()) / height
        };
    }

    private double[] slopeOfWindow(double u, double v, double[] x) {
        double[] sides = sides(u, v, x);
        double most = Arrays.stream(sides).max().orElseThrow();
        int side = 0;
        while (sides[side] != most) {
            side++;
        }
        double sign = (side & 1) == 0 ? -1 : 1;
        double[] slope = new double[2];
        if (side < 4) {
            slope[side / 2] = sign;
        } else {
            int coordinate = side / 2 - 2;
            slope[0] = sign * axes[0][coordinate];
            slope[1] = sign * axes[1][coordinate];
        }
        return slope;
    }

    private static double along(double[] axis, double[] g) {
        return axis[0] * g[0] + axis[1] * g[1];
    }
}
