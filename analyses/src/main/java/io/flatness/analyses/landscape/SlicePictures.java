package io.flatness.analyses.landscape;

import io.flatness.analyses.landscape.Plane.Mark;
import io.flatness.analyses.landscape.Slices.Seen;
import io.flatness.spi.Figure;
import io.flatness.spi.Figure.Axis;
import io.flatness.spi.Figure.Kind;
import io.flatness.spi.Figure.Series;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The pictures of slices: curves of lines together, a map of each plane. */
final class SlicePictures {
    private static final int CIRCLE = 72;

    private final Landscape.Parameters parameters;
    private final String problem;
    private final List<Seen> seen;
    private final List<Readout> readouts;

    SlicePictures(Landscape.Parameters parameters, String problem, List<Seen> seen, List<Readout> readouts) {
        this.parameters = parameters;
        this.problem = problem;
        this.seen = seen;
        this.readouts = readouts;
    }

    List<Figure> figures() {
        if (!readouts.isEmpty()) {
            return List.of(lines());
        }
        return seen.stream().map(this::map).toList();
    }

    private Figure lines() {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            Seen one = seen.get(i);
            series.add(new Series(one.place().name(), Kind.CURVE, one.slice().curve()));
            Readout readout = readouts.get(i);
            double unit = Plane.norm(one.slice().plane().directions().get(0));
            if (readout.interval() != null) {
                double level = Objects.requireNonNull(parameters.level());
                double[] ends = readout.interval();
                series.add(new Series(
                        "height " + Numbers.of(level) + ": width " + Numbers.of(unit * (ends[1] - ends[0])),
                        Kind.BOXES,
                        List.of(new double[] {ends[0], readout.loss(), ends[1], readout.loss() + level})));
            }
            if (readout.reach() != null) {
                double[] ends = readout.reach();
                series.add(new Series(
                        "width 2·" + Numbers.of(Objects.requireNonNull(parameters.radius())) + ": height "
                                + Numbers.of(readout.rise()),
                        Kind.BOXES,
                        List.of(new double[] {ends[0], readout.loss(), ends[1], readout.loss() + readout.rise()})));
            }
        }
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            points.add(new double[] {readouts.get(i).at(), readouts.get(i).loss()});
        }
        series.add(new Series(seen.size() == 1 ? "the point" : "the points", Kind.POINTS, points));
        String caption = seen.get(0).slice().x().length + " losses on a line.";
        return new Figure(
                problem + ": the loss on a line",
                Axis.linear(seen.get(0).slice().plane().axes().get(0)),
                new Axis("loss", spans(), List.of()),
                series,
                caption);
    }

    /** Whether the curves span orders of magnitude. */
    private boolean spans() {
        double low =
                seen.stream().mapToDouble(one -> one.slice().minimum()).min().orElse(0);
        double high =
                seen.stream().mapToDouble(one -> one.slice().maximum()).max().orElse(0);
        return parameters.level() == null && parameters.radius() == null && low > 0 && high / low > 1e3;
    }

    private Figure map(Seen one) {
        Slice slice = one.slice();
        Plane plane = slice.plane();
        List<Series> series = new ArrayList<>();
        series.add(new Series("loss", Kind.SURFACE, slice.surface()));
        double loss =
                one.place().minimum().surface().value(one.place().minimum().theta());
        if (parameters.level() != null) {
            series.add(new Series("loss + " + Numbers.of(parameters.level()), Kind.LEVELS, List.of(new double[] {
                loss + parameters.level()
            })));
        }
        boolean path = parameters.directions() == Landscape.Directions.PCA;
        List<Mark> places = new ArrayList<>(plane.marks());
        one.paths().forEach((id, marks) -> {
            series.add(new Series(id, Kind.LINE, at(marks)));
            places.addAll(marks);
        });
        series.add(new Series(
                path ? "path" : places.size() == 1 ? "the point" : "the points",
                path ? Kind.LINE : Kind.POINTS,
                at(plane.marks())));
        if (parameters.radius() != null) {
            for (Mark place : places) {
                series.add(new Series(
                        "ball around " + place.name(), Kind.CURVE, circle(plane, place.at(), parameters.radius())));
            }
        }
        return new Figure(
                problem + (one == seen.get(0) ? "" : " as " + one.place().name()) + ": the loss on a plane",
                Axis.linear(plane.axes().get(0)),
                Axis.linear(plane.axes().get(1)),
                series,
                caption(one, places));
    }

    private String caption(Seen one, List<Mark> places) {
        String size = one.slice().x().length + " × " + one.slice().y().length + " losses, from "
                + Numbers.of(one.slice().minimum()) + " to "
                + Numbers.of(one.slice().maximum()) + ".";
        double farthest = places.stream().mapToDouble(Mark::distance).max().orElse(0);
        return farthest > 1e-9
                ? size + " Points are drawn where they are nearest to the plane, at most " + Numbers.of(farthest)
                        + " away from it."
                : size;
    }

    private static List<double[]> at(List<Mark> marks) {
        return marks.stream().map(Mark::at).toList();
    }

    /** Where the ball meets the plane; an ellipse where the directions are not orthonormal. */
    private static List<double[]> circle(Plane plane, double[] center, double radius) {
        double[] u = plane.directions().get(0);
        double[] v = plane.directions().get(1);
        double length = Plane.norm(u);
        double along = Plane.dot(u, v) / length;
        double across = Math.sqrt(Math.max(0, Plane.dot(v, v) - along * along));
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i <= CIRCLE; i++) {
            double angle = 2 * Math.PI * i / CIRCLE;
            double y = radius * Math.sin(angle) / across;
            double x = (radius * Math.cos(angle) - along * y) / length;
            points.add(new double[] {center[0] + x, center[1] + y});
        }
        return points;
    }
}
