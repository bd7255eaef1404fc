package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of a run: for every swept transform, all metrics relative to the original, then each of its own. */
final class Figures {
    /** Fewer points make no curve. */
    private static final int FEWEST = 3;

    /** The largest exponent that is drawn. */
    private static final double LARGEST = 300;

    private Figures() {}

    /** Charts by the name of their file, without ending. */
    static Map<String, Chart> of(JsonNode results) {
        Map<String, Chart> charts = new LinkedHashMap<>();
        for (JsonNode problem : results.path("problems")) {
            ProblemView view = new ProblemView(problem.path("id").asText(), results);
            view.byTransform().forEach((transform, points) -> sweep(view, transform, points, charts));
        }
        return charts;
    }

    private static void sweep(ProblemView view, String transform, List<Integer> points, Map<String, Chart> charts) {
        Set<String> varying = view.variations(points).differing();
        if (points.size() < FEWEST || varying.size() != 1) {
            return;
        }
        String parameter = varying.iterator().next();
        Map<Integer, Double> swept = new LinkedHashMap<>();
        for (int point : points) {
            JsonNode value =
                    view.points().get(point).path("transformParameters").path(parameter);
            if (!value.isNumber()) {
                return;
            }
            swept.put(point, value.asDouble());
        }
        String start = view.id() + "-" + transform;
        String label = transform.equals(parameter) ? parameter : transform + " " + parameter;
        List<Chart.Curve> relative = new ArrayList<>();
        Map<String, Chart> single = new LinkedHashMap<>();
        view.metrics().forEach((key, name) -> {
            boolean log = view.logarithmic(key);
            List<Chart.Point> curve = curve(view, swept, key);
            if (curve.size() < FEWEST) {
                return;
            }
            Double origin = value(view.measurement(0, key));
            single.put(
                    start + "-" + name.replaceAll("[^A-Za-z0-9._-]+", "-"),
                    new Chart(
                            view.id() + ": " + name,
                            label,
                            name,
                            !log,
                            origin,
                            "untransformed",
                            List.of(new Chart.Curve(name, curve))));
            if (origin != null && (log || origin > 0 && curve.stream().allMatch(p -> p.y() > 0))) {
                relative.add(new Chart.Curve(
                        name, curve.stream().map(p -> relative(p, origin, log)).toList()));
            }
        });
        if (!relative.isEmpty()) {
            charts.put(
                    start,
                    new Chart(
                            view.id() + ": the same function in other parameters",
                            label,
                            "metric relative to the original",
                            true,
                            1.0,
                            "untransformed",
                            relative));
        }
        charts.putAll(single);
    }

    /** The ratio to the original; of quantities given by their logarithms, as far as a double holds it. */
    private static Chart.Point relative(Chart.Point point, double origin, boolean log) {
        double ratio = log ? Math.exp(Math.max(-LARGEST, Math.min(LARGEST, point.y() - origin))) : point.y() / origin;
        double error = log ? ratio * point.error() : point.error() / origin;
        return new Chart.Point(point.x(), ratio, error, point.mark());
    }

    private static List<Chart.Point> curve(ProblemView view, Map<Integer, Double> swept, String key) {
        List<Chart.Point> curve = new ArrayList<>();
        swept.forEach((point, x) -> {
            JsonNode measurement = view.measurement(point, key);
            Double y = value(measurement);
            if (measurement != null && y != null) {
                curve.add(new Chart.Point(
                        x,
                        y,
                        measurement.path("standardError").asDouble(0),
                        measurement.path("kind").asText()));
            }
        });
        curve.sort(Comparator.comparingDouble(Chart.Point::x));
        return curve;
    }

    private static @Nullable Double value(@Nullable JsonNode measurement) {
        return measurement != null && measurement.path("value").isNumber()
                ? measurement.path("value").asDouble()
                : null;
    }
}
