package io.flatness.metrics.sharpness;

import io.flatness.spi.Measurement;
import io.flatness.spi.loss.BallBounds;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.Minimum;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Proved upper bounds of the rise over a neighbourhood, from the box and from the ball that hold it; the least counts.
 *
 * <p>Where at most three parameters move, the box is cut into smaller ones until its bound is close to the rise found.
 */
record UpperBounds(Map<String, Double> rises) {
    private static final double CLOSE = 2;

    private static final Map<String, String> METHODS = Map.of(
            "interval", "interval arithmetic on the box that holds the neighbourhood",
            "ball", "how far layers carry a step, or a closed form, over the ball that holds the neighbourhood");

    /**
     * Computes them, that of the box only where that of the ball is not close.
     *
     * @param found a rise that is attained
     */
    static UpperBounds of(Terrain terrain, double radius, double found) {
        Map<String, Double> rises = new LinkedHashMap<>();
        Minimum minimum = terrain.minimum();
        minimum.surface().as(BallBounds.class).ifPresent(bounds -> {
            Chart chart = terrain.chart();
            double rise = bounds.riseBound(
                    minimum.theta(),
                    chart.reach(radius, terrain.norm()),
                    chart.part().indices());
            rises.put("ball", rise);
        });
        boolean close = rises.getOrDefault("ball", Double.POSITIVE_INFINITY) <= CLOSE * found;
        minimum.surface().as(BoxBounds.class).filter(bounds -> !close).ifPresent(bounds -> {
            double bound = new Boxes(terrain, radius, bounds).upperBound(terrain.loss() + found);
            double rise = bound - terrain.loss();
            rises.put("interval", Double.isNaN(rise) ? Double.POSITIVE_INFINITY : Math.nextUp(rise));
        });
        return new UpperBounds(rises);
    }

    /** Adds the least of them, and each, in the unit of the value. */
    Measurement beside(Measurement measured, double unit) {
        double least = Double.POSITIVE_INFINITY;
        String method = "none: the surface offers no certified bounds of its loss";
        Map<String, Object> scaled = new LinkedHashMap<>();
        for (Map.Entry<String, Double> rise : rises.entrySet()) {
            double value = Math.nextUp(rise.getValue() * unit);
            scaled.put(rise.getKey(), value);
            if (value <= least) {
                least = value;
                method = Objects.requireNonNull(METHODS.get(rise.getKey()), rise.getKey());
            }
        }
        return measured.with("upper", least).with("upperMethod", method).with("upperBounds", scaled);
    }
}
