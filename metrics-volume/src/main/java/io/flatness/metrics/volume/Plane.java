package io.flatness.metrics.volume;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.BoxBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The volume in two dimensions: the area of the connected component, by following its boundary.
 *
 * <p>Coordinates are those in which the set is about round at the point, so that thin and rotated sets take no more steps
 * than round ones. Every boundary is followed twice, with steps of different length; their difference is the error.
 * Where bounds of the loss over boxes enclose the area from both sides ({@link BoxTree}), the value is {@code exact}
 * within the tolerance that they prove. A component that touches a window which grows by 2⁷ eightfolds has no area.
 */
final class Plane {
    private static final double FIRST_REACH = 4;
    private static final double GROWTH = 8;
    private static final int WINDOWS = 8;
    private static final double BEND = 0.2;
    private static final double LINE_REACH = 0x1p200;
    private static final double OBLIQUE = 0.3;
    /** Least error of an area in units of itself. */
    private static final double LEAST_ERROR = 2e-8;
    /** The widest proved enclosure, relative to the area, that still counts as exact. */
    private static final double TOLERANCE = 2e-2;

    private static final String NOT_FOLLOWED = "the boundary could not be followed all around: it has parts that are"
            + " thinner than a ten-millionth of the set, or the budget ended; details.volume is the area inside the part"
            + " that was followed";

    private final SublevelSet set;
    private final MetricContext context;
    private final long budget;
    private final double[][] axes = new double[2][];
    /** Exits along the axes, and between them: at the ends of its axes a set may have corners. */
    private final List<double[]> ends = new ArrayList<>();

    Plane(SublevelSet set, MetricContext context, long budget) {
        this.set = set;
        this.context = context;
        this.budget = budget;
        orient();
    }

    /** Measures in a window of the user's choice. */
    Measurement inside(Window window) {
        double[] theta = set.theta();
        if (!(theta[0] > window.x0() && theta[0] < window.x1() && theta[1] > window.y0() && theta[1] < window.y1())) {
            throw new MeasurementException("the point (" + theta[0] + ", " + theta[1] + ") lies outside the window");
        }
        Found found = find(window, reach(window));
        if (!found.coarse.resolved() || !found.fine.resolved()) {
            return unresolved(found).with("window", window.toArray());
        }
        String remark = found.fine.touchesWindow()
                ? "the component touches the window: this is the area inside the window"
                : LineExit.ASSUMPTION;
        return judged(found, window, remark).with("window", window.toArray());
    }

    /** Measures in a window that grows until the component no longer touches it. */
    Measurement everywhere() {
        List<double[]> corners = new ArrayList<>();
        List<Double> areas = new ArrayList<>();
        double reach = FIRST_REACH;
        @Nullable Found last = null;
        for (int growth = 0; growth < WINDOWS; growth++, reach *= GROWTH) {
            context.checkCancelled();
            Found found = find(null, reach);
            if (!found.coarse.resolved() || !found.fine.resolved()) {
                break;
            }
            last = found;
            corners.add(box(found.view, reach));
            areas.add(found.fine.area());
            if (!found.fine.touchesWindow()) {
                return judged(found, null, LineExit.ASSUMPTION);
            }
        }
        if (last == null) {
            return unresolved(find(null, FIRST_REACH));
        }
        double[] largest = corners.get(corners.size() - 1);
        String reason = "the component touches every window that could be resolved, up to "
                + (largest[1] - largest[0]) + " by " + (largest[3] - largest[2])
                + "; the area may be infinite, and details.areas shows how it grows";
        double proved = provedPart(corners);
        Measurement measured = proved > 0
                ? Measurement.lowerBound(Math.log(proved)).remark(reason + "; the value is the part that boxes prove")
                : Measurement.undefined(reason).converged(false);
        return describe(measured, last)
                .with("windows", List.copyOf(corners))
                .with("areas", List.copyOf(areas))
                .with("provedArea", proved);
    }

    /** The largest area that boxes prove inside one of the windows; 0 without bounds. */
    private double provedPart(List<double[]> windows) {
        Optional<BoxBounds> bounds = set.surface().as(BoxBounds.class);
        double largest = 0;
        for (double[] box : bounds.isPresent() ? windows : List.<double[]>of()) {
            BoxTree tree = new BoxTree(
                    bounds.orElseThrow(),
                    set,
                    new double[] {box[0], box[2]},
                    new double[] {box[1], box[3]},
                    BoxTree.most(budget) / 4);
            double low = tree.enclose(TOLERANCE, true, context).low();
            if (low < largest) {
                // In larger windows as many boxes prove less.
                break;
            }
            largest = low;
        }
        return largest;
    }

    /** Axes along the curvatures, as long as the set is along them. */
    private void orient() {
        double[][] directions = directions();
        double longest = 0;
        LineExit.Exit[] exits = new LineExit.Exit[4];
        for (int k = 0; k < 4; k++) {
            double sign = (k & 1) == 0 ? 1 : -1;
            double[] direction = {sign * directions[k / 2][0], sign * directions[k / 2][1]};
            exits[k] = new LineExit(set, direction, LINE_REACH).find();
            longest = exits[k].bounded() ? Math.max(longest, exits[k].distance()) : longest;
        }
        for (int axis = 0; axis < 2; axis++) {
            boolean bounded = exits[2 * axis].bounded() && exits[2 * axis + 1].bounded();
            double length = bounded
                    ? 0.5 * (exits[2 * axis].distance() + exits[2 * axis + 1].distance())
                    : Math.max(longest, Double.MIN_NORMAL);
            axes[axis] = new double[] {length * directions[axis][0], length * directions[axis][1]};
            for (int side = 0; side < 2; side++) {
                double[] end = new double[2];
                end[axis] = (side == 0 ? 1 : -1) * exits[2 * axis + side].distance() / length;
                ends.add(end);
            }
        }
        for (int k = 0; k < 4; k++) {
            double[] end = {Math.cos(OBLIQUE + k * Math.PI / 2), Math.sin(OBLIQUE + k * Math.PI / 2)};
            double[] direction = {end[0] * axes[0][0] + end[1] * axes[1][0], end[0] * axes[0][1] + end[1] * axes[1][1]};
            double distance = new LineExit(set, direction, LINE_REACH).find().distance();
            ends.add(new double[] {distance * end[0], distance * end[1]});
        }
    }

    private double[][] directions() {
        try {
            DenseSymmetric hessian = DenseSymmetric.of(set.surface().hessianAt(set.theta()));
            SymmetricEigen eigen = hessian.eigen(context.linearAlgebra());
            return eigen.vectors();
        } catch (ArithmeticException notFinite) {
            return new double[][] {{1, 0}, {0, 1}};
        }
    }

    /** Far enough to hold the window. */
    private double reach(Window window) {
        double diagonal = Math.hypot(window.x1() - window.x0(), window.y1() - window.y0());
        double shortest = Math.min(Math.hypot(axes[0][0], axes[0][1]), Math.hypot(axes[1][0], axes[1][1]));
        return 2 * diagonal / shortest;
    }

    private record Found(PlaneView view, PlaneRegion coarse, PlaneRegion fine) {
        double error(SublevelSet set) {
            double rounding = 4 * set.rounding() / set.epsilon();
            return Math.abs(fine.area() - coarse.area()) + (LEAST_ERROR + rounding) * fine.area();
        }
    }

    private Found find(@Nullable Window window, double reach) {
        PlaneView view = new PlaneView(set, axes, window, reach);
        List<double[]> starts = new ArrayList<>();
        for (double[] end : ends) {
            double length = Math.hypot(end[0], end[1]);
            // Beyond the window by a little where the set goes on.
            double beyond = Math.min(length, 1.5 * reach) / length;
            starts.add(new double[] {beyond * end[0], beyond * end[1]});
        }
        PlaneRegion coarse = PlaneRegion.of(view, starts, BEND, context.random("holes"), budget);
        PlaneRegion fine = PlaneRegion.of(view, starts, 0.5 * BEND, context.random("holes"), 2 * budget);
        return new Found(view, coarse, fine);
    }

    private Measurement judged(Found found, @Nullable Window window, String remark) {
        double area = found.fine.area();
        double error = found.error(set);
        Measurement estimate =
                Measurement.estimate(Math.log(area), error / area).remark(remark);
        Optional<BoxBounds> bounds = set.surface().as(BoxBounds.class);
        if (bounds.isEmpty()) {
            return describe(estimate, found);
        }
        double[] box = window != null ? window.toArray() : around(found);
        BoxTree.Enclosure proved = new BoxTree(
                        bounds.get(),
                        set,
                        new double[] {box[0], box[2]},
                        new double[] {box[1], box[3]},
                        BoxTree.most(budget))
                .enclose(0.9 * TOLERANCE, window != null, context);
        boolean exact = proved.low() <= area * (1 + LEAST_ERROR)
                && proved.high() >= area * (1 - LEAST_ERROR)
                && proved.high() - proved.low() <= TOLERANCE * area;
        Measurement measured = !exact
                ? estimate
                : found.fine.touchesWindow()
                        ? Measurement.exact(Math.log(area)).remark(remark)
                        : Measurement.exact(Math.log(area));
        return describe(measured, found)
                .with("provedArea", new double[] {proved.low(), proved.high()})
                .with("tolerance", TOLERANCE)
                .with("boundsComputed", proved.boxes());
    }

    private Measurement unresolved(Found found) {
        return describe(Measurement.undefined(NOT_FOLLOWED).converged(false), found);
    }

    private Measurement describe(Measurement measured, Found found) {
        return measured.with("volume", found.fine.area())
                .with("error", found.error(set))
                .with("method", "boundary")
                .with("touchesWindow", found.fine.touchesWindow())
                .with("boundaries", found.fine.loops().size())
                .with(
                        "boundaryPoints",
                        found.fine.loops().stream()
                                .mapToInt(loop -> loop.points().size())
                                .sum())
                .with("evaluations", set.evaluations());
    }

    /** The smallest window around a region, with a margin. */
    private static double[] around(Found found) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (Loop loop : found.fine.loops()) {
            for (Arc.End p : loop.points()) {
                extend(box, found.view.point(p.x(), p.y()));
            }
        }
        double width = box[1] - box[0];
        double height = box[3] - box[2];
        return new double[] {
            box[0] - 0.07 * width, box[1] + 0.09 * width, box[2] - 0.08 * height, box[3] + 0.06 * height
        };
    }

    private static double[] box(PlaneView view, double reach) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (int corner = 0; corner < 4; corner++) {
            extend(box, view.point((corner & 1) == 0 ? -reach : reach, corner < 2 ? -reach : reach));
        }
        return box;
    }

    private static void extend(double[] box, double[] x) {
        box[0] = Math.min(box[0], x[0]);
        box[1] = Math.max(box[1], x[0]);
        box[2] = Math.min(box[2], x[1]);
        box[3] = Math.max(box[3], x[1]);
    }
}
