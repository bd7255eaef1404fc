package io.flatness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a chart as SVG: log axes where values allow, labels at the ends of curves, bounds as triangles. */
final class Svg {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 340;
    private static final int LEFT = 74;
    private static final int RIGHT = 130;
    private static final int TOP = 34;
    private static final int BOTTOM = 48;

    /** Okabe and Ito's palette: told apart by people of every colour vision. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#e69f00", "#333333");

    private final Chart chart;
    private final int right;
    private final Scale x;
    private final Scale y;
    private final StringBuilder out = new StringBuilder();

    private Svg(Chart chart) {
        this.chart = chart;
        this.right = WIDTH - (chart.curves().size() > 1 ? RIGHT : 24);
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (Chart.Curve curve : chart.curves()) {
            for (Chart.Point point : curve.points()) {
                xs.add(point.x());
                ys.add(point.y());
            }
        }
        Double reference = chart.reference();
        if (reference != null) {
            ys.add(reference);
        }
        this.x = Scale.of(xs, true, LEFT, right);
        this.y = Scale.of(ys, chart.logY(), HEIGHT - BOTTOM, TOP);
    }

    /** The picture, usable as a file of its own and inside HTML. */
    static String of(Chart chart) {
        return new Svg(chart).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        add("<title>%s</title>", Html.escape(chart.title()));
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        text(LEFT, 18, "start", "#111", 13, chart.title());
        axes();
        reference();
        List<Double> labels = labelPlaces();
        for (int i = 0; i < chart.curves().size(); i++) {
            curve(chart.curves().get(i), COLOURS.get(i % COLOURS.size()), labels.get(i));
        }
        add("</svg>");
        return out.toString();
    }

    private void axes() {
        for (double tick : x.ticks()) {
            double at = x.pixel(tick);
            line(at, TOP, at, HEIGHT - BOTTOM, "#e6e6e6", 1, "");
            text(at, HEIGHT - BOTTOM + 17, "middle", "#444", 12, Decimal.of(tick, 3));
        }
        for (double tick : y.ticks()) {
            double at = y.pixel(tick);
            line(LEFT, at, right, at, "#e6e6e6", 1, "");
            text(LEFT - 7, at + 4, "end", "#444", 12, Decimal.of(tick, 3));
        }
        line(LEFT, HEIGHT - BOTTOM, right, HEIGHT - BOTTOM, "#666", 1, "");
        line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "#666", 1, "");
        text((LEFT + right) / 2.0, HEIGHT - 10, "middle", "#111", 12, chart.xLabel());
        double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        add(
                "<text transform=\"translate(14 %s) rotate(-90)\" text-anchor=\"middle\" fill=\"#111\">%s</text>",
                pixel(middle), Html.escape(chart.yLabel()));
    }

    private void reference() {
        Double value = chart.reference();
        if (value != null) {
            double at = y.pixel(value);
            line(LEFT, at, right, at, "#888", 1, " stroke-dasharray=\"5 4\"");
            text(right - 4, at - 4, "end", "#666", 11, chart.referenceLabel());
        }
    }

    /** Labels at the ends of the curves, pushed apart. */
    private List<Double> labelPlaces() {
        List<Integer> order = new ArrayList<>();
        List<Double> places = new ArrayList<>();
        for (Chart.Curve curve : chart.curves()) {
            order.add(order.size());
            places.add(y.pixel(curve.points().get(curve.points().size() - 1).y()) + 4);
        }
        order.sort((a, b) -> Double.compare(places.get(a), places.get(b)));
        for (int k = 1; k < order.size(); k++) {
            double above = places.get(order.get(k - 1));
            places.set(order.get(k), Math.max(places.get(order.get(k)), above + 14));
        }
        return places;
    }

    private void curve(Chart.Curve curve, String colour, double labelAt) {
        StringBuilder path = new StringBuilder();
        for (Chart.Point point : curve.points()) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(pixel(x.pixel(point.x())))
                    .append(' ')
                    .append(pixel(y.pixel(point.y())));
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"/>", path, colour);
        for (Chart.Point point : curve.points()) {
            marker(point, colour, curve.name());
        }
        if (chart.curves().size() > 1) {
            text(right + 8, labelAt, "start", colour, 12, curve.name());
        }
    }

    private void marker(Chart.Point point, String colour, String name) {
        double px = x.pixel(point.x());
        double py = y.pixel(point.y());
        if (point.error() > 0) {
            double above = y.pixel(point.y() + point.error());
            double low = point.y() - point.error();
            double below = y.log() && low <= 0 ? HEIGHT - BOTTOM : Math.min(y.pixel(low), HEIGHT - BOTTOM);
            line(px, Math.max(above, TOP), px, below, colour, 1.2, "");
        }
        String shape = switch (point.mark()) {
            case "lower-bound" -> "<path d=\"M%s %sl-4.5 8h9z\"".formatted(pixel(px), pixel(py - 5));
            case "upper-bound" -> "<path d=\"M%s %sl-4.5 -8h9z\"".formatted(pixel(px), pixel(py + 5));
            default -> "<circle cx=\"%s\" cy=\"%s\" r=\"3.4\"".formatted(pixel(px), pixel(py));
        };
        add(
                "%s fill=\"%s\"><title>%s: %s at %s</title>%s",
                shape,
                colour,
                Html.escape(name),
                Decimal.of(point.y(), 5),
                Decimal.of(point.x(), 5),
                shape.startsWith("<path") ? "</path>" : "</circle>");
    }

    private void line(double x1, double y1, double x2, double y2, String colour, double width, String more) {
        add(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"%s/>",
                pixel(x1), pixel(y1), pixel(x2), pixel(y2), colour, pixel(width), more);
    }

    private void text(double atX, double atY, String anchor, String colour, int size, String text) {
        add(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>",
                pixel(atX), pixel(atY), anchor, colour, size, Html.escape(text));
    }

    private static String pixel(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
