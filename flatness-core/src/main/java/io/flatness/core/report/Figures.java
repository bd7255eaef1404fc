package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The figures of a run: for every swept transform, all metrics relative to the original, then each of its own. */
final class Figures {
    /** Fewer points make no curve. */
    private static final int FEWEST = 3;

    private Figures() {}

    /** Charts by the name of their file, without ending. */
    static Map<String, Chart> of(JsonNode results) {
        Map<String, Chart> charts = new LinkedHashMap<>();
        for (JsonNode problem : results.path("problems")) {
            ResultsView view = new ResultsView(results, problem.path("id").asText());
            view.byTransform().forEach((transform, points) -> sweep(view, transform, points, charts));
        }
        return charts;
    }

    private static void sweep(ResultsView view, String transform, List<JsonNode> points, Map<String, Chart> charts) {
        Set<String> varying = ResultsView.varying(
                points.stream().map(point -> point.path("transformParameters")).toList());
        if (points.size() < FEWEST || varying.size() != 1) {
            return;
        }
        String parameter = varying.iterator().next();
        if (points.stream()
                .anyMatch(p -> !p.path("transformParameters").path(parameter).isNumber())) {
            return;
        }
        String start = view.problem() + "-" + transform;
        String label = transform.equals(parameter) ? parameter : transform + " " + parameter;
        List<Chart.Curve> relative = new ArrayList<>();
        Map<String, Chart> single = new LinkedHashMap<>();
        view.metricNames().forEach((key, name) -> {
            List<Chart.Point> curve = curve(points, key, parameter);
            Double origin = value(view.identity(), key);
            if (curve.size() >= FEWEST) {
                String file = start + "-" + name.replaceAll("[^A-Za-z0-9._-]+", "-");
                single.put(
                        file,
                        new Chart(
                                view.problem() + ": " + name,
                                label,
                                name,
                                true,
                                origin,
                                "untransformed",
                                List.of(new Chart.Curve(name, curve))));
            }
            if (curve.size() >= FEWEST
                    && origin != null
                    && origin > 0
                    && curve.stream().allMatch(p -> p.y() > 0)) {
                relative.add(new Chart.Curve(
                        name,
                        curve.stream()
                                .map(p -> new Chart.Point(p.x(), p.y() / origin, p.error() / origin, p.mark()))
                                .toList()));
            }
        });
        if (!relative.isEmpty()) {
            charts.put(
                    start,
                    new Chart(
                            view.problem() + ": the same function in other parameters",
                            label,
                            "metric relative to the original",
                            true,
                            1.0,
                            "untransformed",
                            relative));
        }
        charts.putAll(single);
    }

    private static List<Chart.Point> curve(List<JsonNode> points, String key, String parameter) {
        List<Chart.Point> curve = new ArrayList<>();
        for (JsonNode point : points) {
            for (JsonNode measurement : point.path("measurements")) {
                boolean number = measurement.path("value").isNumber();
                if (number && ResultsView.key(measurement).equals(key)) {
                    curve.add(new Chart.Point(
                            point.path("transformParameters").path(parameter).asDouble(),
                            measurement.path("value").asDouble(),
                            measurement.path("standardError").asDouble(0),
                            measurement.path("kind").asText()));
                }
            }
        }
        curve.sort(Comparator.comparingDouble(Chart.Point::x));
        return curve;
    }

    private static @org.jspecify.annotations.Nullable Double value(JsonNode point, String key) {
        for (JsonNode measurement : point.path("measurements")) {
            if (measurement.path("value").isNumber()
                    && ResultsView.key(measurement).equals(key)) {
                return measurement.path("value").asDouble();
            }
        }
        return null;
    }
}
