package io.flatness.analyses.landscape;

import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Figure;
import io.flatness.spi.Figure.Axis;
import io.flatness.spi.Figure.Kind;
import io.flatness.spi.Figure.Series;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A grid before and after a change of coordinates. */
final class CoordinatePictures {
    private static final double SPAN = 2;
    /** Pieces of a curve between two points of the grid. */
    private static final int FINE = 8;

    private final Minimum minimum;
    private final Coordinates.Parameters parameters;

    CoordinatePictures(Minimum minimum, Coordinates.Parameters parameters) {
        this.minimum = minimum;
        this.parameters = parameters;
    }

    /** The grid of a parameter, in the original coordinates. */
    double[] ticks(int parameter) {
        double[] window = window(parameter);
        return Slice.ticks(window[0], window[1], parameters.points());
    }

    private double[] window(int parameter) {
        double at = minimum.theta()[parameter];
        List<Double> given = parameters.window();
        return given == null ? new double[] {at - SPAN, at + SPAN} : new double[] {given.get(0), given.get(1)};
    }

    AnalysisReport before(String problem, AnalysisReport report) {
        if (minimum.theta().length == 1) {
            return report.with(curve(problem + ": the default coordinates", "θ", UnaryOperator.identity()));
        }
        return minimum.theta().length == 2
                ? report.with(grid(problem + ": a grid in the default coordinates", UnaryOperator.identity()))
                : report;
    }

    AnalysisReport after(Place place, Bijection map, AnalysisReport report) {
        if (minimum.theta().length == 1) {
            return report.with(curve(place.name(), "η", map::forward));
        }
        AnalysisReport more = report.with(distances(place, map));
        return minimum.theta().length == 2
                ? more.with(grid("The grid in the coordinates of " + place.name(), map::forward))
                : more;
    }

    /** The loss over one parameter: a curve, a regular grid of θ on it, and where the point is. */
    private Figure curve(String title, String axis, UnaryOperator<double[]> map) {
        double[] window = window(0);
        List<double[]> fine = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double t : Slice.ticks(window[0], window[1], FINE * (parameters.points() - 1) + 1)) {
            double[] row = {map.apply(new double[] {t})[0], minimum.surface().value(new double[] {t})};
            lowest = Math.min(lowest, row[1]);
            highest = Math.max(highest, row[1]);
            fine.add(row);
        }
        List<double[]> regular = new ArrayList<>();
        for (double t : ticks(0)) {
            regular.add(new double[] {
                map.apply(new double[] {t})[0], minimum.surface().value(new double[] {t})
            });
        }
        double at = map.apply(minimum.theta())[0];
        return new Figure(
                title,
                Axis.linear(axis),
                Axis.linear("loss"),
                List.of(
                        new Series("loss", Kind.CURVE, fine),
                        new Series("the point", Kind.SEGMENTS, List.of(new double[] {at, lowest, at, highest})),
                        new Series("regular grid of θ", Kind.POINTS, regular)),
                "");
    }

    /** ψ: distances from the point, along the first parameter. */
    private Figure distances(Place place, Bijection map) {
        double[] center = map.forward(minimum.theta());
        double reach = window(0)[1] - minimum.theta()[0];
        List<double[]> rows = new ArrayList<>();
        List<double[]> same = List.of(new double[] {0, 0}, new double[] {reach, reach});
        for (double r : Slice.ticks(0, reach, 201)) {
            double[] theta = minimum.theta().clone();
            theta[0] += r;
            rows.add(new double[] {r, Plane.norm(Plane.minus(map.forward(theta), center))});
        }
        return new Figure(
                "Distances from the point in " + place.name(),
                Axis.linear("distance in θ"),
                Axis.linear("distance in η"),
                List.of(new Series("η", Kind.CURVE, rows), new Series("no change", Kind.CURVE, same)),
                "Along the first parameter.");
    }

    /** Lines of the grid of two parameters, by what happens to areas. */
    private Figure grid(String title, UnaryOperator<double[]> map) {
        List<double[]> smaller = new ArrayList<>();
        List<double[]> larger = new ArrayList<>();
        List<double[]> unmoved = new ArrayList<>();
        for (int along = 0; along < 2; along++) {
            double[] window = window(along);
            double[] fine = Slice.ticks(window[0], window[1], FINE * (parameters.points() - 1) + 1);
            for (double across : ticks(1 - along)) {
                for (int k = 0; k + 1 < fine.length; k++) {
                    double[] a = place(along, fine[k], across);
                    double[] b = place(along, fine[k + 1], across);
                    double[] from = map.apply(a);
                    double[] to = map.apply(b);
                    double area = area(map, a, b);
                    double[] segment = {from[0], from[1], to[0], to[1]};
                    (Math.abs(area - 1) < 1e-9 ? unmoved : area < 1 ? smaller : larger).add(segment);
                }
            }
        }
        List<Series> series = new ArrayList<>();
        add("areas shrink", smaller, series);
        add("areas grow", larger, series);
        add("nothing moves", unmoved, series);
        series.add(new Series("the point", Kind.POINTS, List.of(map.apply(minimum.theta()))));
        return new Figure(title, Axis.linear("θ₁"), Axis.linear("θ₂"), series, "");
    }

    private static void add(String name, List<double[]> segments, List<Series> series) {
        if (!segments.isEmpty()) {
            series.add(new Series(name, Kind.SEGMENTS, segments));
        }
    }

    private static double[] place(int along, double t, double across) {
        return along == 0 ? new double[] {t, across} : new double[] {across, t};
    }

    /** |det| of the map in the middle of a piece of a line, by differences across it. */
    private static double area(UnaryOperator<double[]> map, double[] a, double[] b) {
        double x = (a[0] + b[0]) / 2;
        double y = (a[1] + b[1]) / 2;
        double h = 1e-6;
        double[] right = map.apply(new double[] {x + h, y});
        double[] left = map.apply(new double[] {x - h, y});
        double[] up = map.apply(new double[] {x, y + h});
        double[] down = map.apply(new double[] {x, y - h});
        double determinant = (right[0] - left[0]) * (up[1] - down[1]) - (right[1] - left[1]) * (up[0] - down[0]);
        return Math.round(Math.abs(determinant) / (4 * h * h) * 1e7) / 1e7;
    }
}
