package io.flatness.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of results as data: axes and series, for the report to draw.
 *
 * @param title what is shown
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn
 * @param caption what to know beside the title
 * @since 0.1
 */
public record Figure(String title, Axis x, Axis y, List<Series> series, String caption) {
    /** Copies the series. */
    public Figure {
        series = List.copyOf(series);
    }

    /**
     * An axis.
     *
     * @param label the quantity, with its unit
     * @param logarithmic whether it is logarithmic where all values are positive
     * @param categories names in place of numbers; empty for an axis of numbers
     */
    public record Axis(String label, boolean logarithmic, List<String> categories) {
        /** Copies the names. */
        public Axis {
            categories = List.copyOf(categories);
        }

        /** An axis of numbers. */
        public static Axis linear(String label) {
            return new Axis(label, false, List.of());
        }

        /** An axis of orders of magnitude. */
        public static Axis log(String label) {
            return new Axis(label, true, List.of());
        }

        /** An axis of names, the position of a name being its number from 0. */
        public static Axis names(List<String> categories) {
            return new Axis("", false, categories);
        }

        private Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("label", label);
            values.put("scale", logarithmic ? "log" : "linear");
            if (!categories.isEmpty()) {
                values.put("categories", categories);
            }
            return values;
        }
    }

    /** How the data of a series are drawn, and what a row of them is. */
    public enum Kind {
        /** x, y: a line with a mark at every value. */
        LINE,
        /** x, y: a line alone. */
        CURVE,
        /** x, y: marks alone. */
        POINTS,
        /** x, y: bars from zero. */
        BARS,
        /** low, high, value, row: a bar from low to high in a row of the vertical axis. */
        INTERVALS,
        /** column, row, value: a coloured cell. */
        CELLS,
        /** x, y of one corner, x, y of the opposite one. */
        BOXES,
        /** x, y of one end, x, y of the other: a line. */
        SEGMENTS,
        /**
         * x, y, value on a rectangular grid, all of a row of it before the next: contours, and the same as a relief. All
         * surfaces of an analysis have one scale of colours.
         */
        SURFACE,
        /** value: the level line of the figure's surface. */
        LEVELS
    }

    /**
     * What belongs together.
     *
     * @param name in the legend
     * @param kind how it is drawn
     * @param data rows of numbers
     */
    public record Series(String name, Kind kind, List<double[]> data) {
        /** Copies the rows. */
        public Series {
            data = data.stream().map(double[]::clone).toList();
        }

        private Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("name", name);
            values.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
            values.put("data", List.copyOf(data));
            return values;
        }
    }

    /** The figure as results have it, in a list under the name {@code figures}. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("x", x.values());
        values.put("y", y.values());
        List<Object> drawn = new ArrayList<>();
        series.forEach(each -> drawn.add(each.values()));
        values.put("series", drawn);
        values.put("caption", caption);
        return values;
    }
}
