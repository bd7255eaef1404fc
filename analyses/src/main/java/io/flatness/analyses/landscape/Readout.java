package io.flatness.analyses.landscape;

import io.flatness.spi.loss.LossSurface;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the two definitions of flatness read from one line (Figure 1 of the paper).
 *
 * @param at coordinate of the point
 * @param loss there
 * @param interval the coordinates around the point between which the loss stays below loss + level; or {@code null}
 * @param closed whether both ends were met inside the window
 * @param reach coordinates within the radius; or {@code null}
 * @param rise the largest rise of the loss among them
 */
record Readout(
        double at, double loss, double @Nullable [] interval, boolean closed, double @Nullable [] reach, double rise) {
    private static final int BISECTIONS = 60;
    private static final int STEPS = 200;

    static Readout of(LossSurface surface, Slice slice, double at, @Nullable Double level, @Nullable Double radius) {
        Plane plane = slice.plane();
        double loss = surface.value(plane.theta(at));
        double[] interval = null;
        boolean closed = true;
        if (level != null) {
            interval = new double[2];
            for (int side = 0; side < 2; side++) {
                double end = side == 0 ? plane.window()[0] : plane.window()[1];
                double last = at;
                double next = at;
                while (next != end && surface.value(plane.theta(next)) < loss + level) {
                    last = next;
                    next = neighbour(slice.x(), next, side == 0);
                }
                boolean met = !(surface.value(plane.theta(next)) < loss + level);
                interval[side] = met ? crossing(surface, plane, last, next, loss + level) : end;
                closed &= met;
            }
        }
        double[] reach = null;
        double rise = 0;
        if (radius != null) {
            double along = radius / Plane.norm(plane.directions().get(0));
            reach = new double[] {at - along, at + along};
            for (double x : Slice.ticks(reach[0], reach[1], STEPS + 1)) {
                rise = Math.max(rise, surface.value(plane.theta(x)) - loss);
            }
        }
        return new Readout(at, loss, interval, closed, reach, rise);
    }

    private static double neighbour(double[] ticks, double from, boolean below) {
        double next = below ? ticks[0] : ticks[ticks.length - 1];
        for (double tick : ticks) {
            boolean nearer = below ? tick < from && tick > next : tick > from && tick < next;
            next = nearer ? tick : next;
        }
        return next;
    }

    /** Where the loss comes to the height between a place below it and one that is not. */
    private static double crossing(LossSurface surface, Plane plane, double below, double beyond, double height) {
        double inside = below;
        double outside = beyond;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (inside + outside) / 2;
            if (surface.value(plane.theta(middle)) < height) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return (inside + outside) / 2;
    }

    /** Lengths are those in the space of parameters. */
    Map<String, Object> values(double unit) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (interval != null) {
            values.put("interval", interval.clone());
            values.put("width", unit * (interval[1] - interval[0]));
            values.put("closed", closed);
        }
        if (reach != null) {
            values.put("rise", rise);
            values.put("sharpness", rise / (1 + loss));
        }
        return values;
    }
}
