package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume in two dimensions: the area of the connected component, in a window that grows until it holds all of it.
 *
 * <p>A grid is refined until every boundary arc lies where its cell promises; the area is then good to about 1e-9 of
 * itself, and the result carries the difference from the next coarser grid beside it. Arms that run out of every window
 * (Theorem 2) grow thinner than any grid: the area is then that inside the last window that could be resolved.
 */
final class Plane {
    private static final int COARSEST = 48;
    private static final int SCAN_STEPS = 64;
    private static final double SCAN_REACH = 64;
    private static final double MARGIN = 1.3;
    private static final int MAX_GROWTH = 60;
    private static final double ACCURACY = 1e-9;

    private static final String THIN =
            "the component has parts thinner than the finest grid of the budget; raise budget";

    private final SublevelSet set;
    private final MetricContext context;
    private final long budget;

    Plane(SublevelSet set, MetricContext context, long budget) {
        this.set = set;
        this.context = context;
        this.budget = budget;
    }

    /** Measures in a window of the user's choice. */
    Measurement inside(Window window) {
        double[] theta = set.theta();
        if (theta[0] < window.x0() || theta[0] > window.x1() || theta[1] < window.y0() || theta[1] > window.y1()) {
            throw new MeasurementException("the point (" + theta[0] + ", " + theta[1] + ") lies outside the window");
        }
        Resolved found = resolve(window);
        if (found == null) {
            throw unseen();
        }
        Measurement measured = found.component().touches()
                ? Measurement.lowerBound(Math.log(found.component().area()))
                        .remark("the component touches the window: this is the area inside the window")
                : Measurement.exact(Math.log(found.component().area()));
        if (!found.component().resolved()) {
            measured = Measurement.lowerBound(measured.value()).converged(false).remark(THIN);
        }
        return describe(measured, window, found, List.of(), List.of());
    }

    /** Measures in a window that grows until the component no longer touches it. */
    Measurement everywhere() {
        Window window = firstWindow();
        List<double[]> windows = new ArrayList<>();
        List<Double> areas = new ArrayList<>();
        @Nullable Resolved last = null;
        @Nullable Window lastWindow = null;
        boolean unresolved = false;
        for (int growth = 0; growth < MAX_GROWTH; growth++) {
            Resolved found = resolve(window);
            if (found == null || !found.component().resolved()) {
                if (last == null && found == null) {
                    throw unseen();
                }
                if (last == null) {
                    last = found;
                    lastWindow = window;
                    unresolved = true;
                }
                break;
            }
            Flood.Component component = found.component();
            windows.add(window.toArray());
            areas.add(component.area());
            if (!component.touches()) {
                return describe(Measurement.exact(Math.log(component.area())), window, found, windows, areas);
            }
            last = found;
            lastWindow = window;
            window = window.extended(component.left(), component.right(), component.below(), component.above());
        }
        if (last == null || lastWindow == null) {
            throw new AssertionError("no window was tried");
        }
        String remark = unresolved
                ? THIN
                : "the component leaves every window that could be resolved; this is the area inside the last one, and"
                        + " details.areas shows how it grows";
        Measurement measured = Measurement.lowerBound(Math.log(last.component().area()))
                .converged(!unresolved)
                .remark(remark);
        return describe(measured, lastWindow, last, windows, areas);
    }

    private MeasurementException unseen() {
        return new MeasurementException(
                "the budget of " + budget + " evaluations ends before the component is seen once; raise budget");
    }

    private Measurement describe(
            Measurement measured, Window window, Resolved found, List<double[]> windows, List<Double> areas) {
        Measurement described = measured.with("volume", found.component().area())
                .with("error", found.error())
                .with("method", "flood-fill")
                .with("window", window.toArray())
                .with("touchesWindow", found.component().touches())
                .with("grid", found.cells())
                .with("boundaryCellArea", found.component().boundaryArea())
                .with("evaluations", set.evaluations());
        if (areas.size() > 1) {
            described = described.with("windows", List.copyOf(windows)).with("areas", List.copyOf(areas));
        }
        return described;
    }

    /** A component, the grid on which it was resolved, and the difference from the grid before. */
    private record Resolved(Flood.Component component, int cells, double error) {}

    /** The component on the coarsest grid that resolves it; null when the budget ends before it is seen once. */
    private @Nullable Resolved resolve(Window window) {
        double before = Double.NaN;
        @Nullable Resolved best = null;
        for (int cells = COARSEST; ; cells *= 2) {
            context.checkCancelled();
            Flood.Component component = Flood.of(set, window, cells, budget);
            if (!component.complete()) {
                if (best != null) {
                    return best;
                }
                return null;
            }
            double error = Double.isNaN(before) ? component.boundaryArea() : Math.abs(component.area() - before);
            if (component.area() > 0) {
                best = new Resolved(component, cells, error);
            }
            if (component.resolved() && error <= ACCURACY * component.area()) {
                return new Resolved(component, cells, error);
            }
            before = component.resolved() ? component.area() : Double.NaN;
        }
    }

    private Window firstWindow() {
        double[] theta = set.theta();
        double right = distance(1, 0);
        double left = distance(-1, 0);
        double above = distance(0, 1);
        double below = distance(0, -1);
        return new Window(
                theta[0] - MARGIN * left,
                theta[0] + MARGIN * right,
                theta[1] - MARGIN * below,
                theta[1] + MARGIN * above);
    }

    private double distance(double dx, double dy) {
        return new RayExit(set, new double[] {dx, dy}, SCAN_STEPS, SCAN_REACH)
                .find()
                .distance();
    }
}
