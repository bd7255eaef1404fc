package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of swept transforms: all metrics relative to the original, then each by itself. */
final class Sweeps {
    /** Fewer points make no curve. */
    private static final int FEWEST = 3;

    /** The largest exponent that is drawn. */
    private static final double LARGEST = 300;

    private static final String MARKS =
            "Dashed: as written, before any transform. A triangle up is a proved lower bound, one down an upper bound; bars are"
                    + " standard errors.";

    private final ProblemView view;
    private final List<Figure> figures = new ArrayList<>();

    private Sweeps(ProblemView view) {
        this.view = view;
    }

    static List<Figure> of(ProblemView view) {
        Sweeps sweeps = new Sweeps(view);
        view.byTransform().forEach(sweeps::sweep);
        return sweeps.figures;
    }

    private void sweep(String transform, List<Integer> points) {
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
        JsonNode neutral = view.points().get(points.get(0)).path("neutral").path(parameter);
        if (neutral.isNumber() && !swept.containsValue(neutral.asDouble())) {
            swept.put(0, neutral.asDouble());
        }
        String start = view.id() + "-" + transform;
        String label = transform.equals(parameter) ? parameter : transform + " " + parameter;
        Figure together = Figure.of(
                start,
                view.id() + ": the same function in other parameters",
                Figure.axis(label, true),
                Figure.axis("metric relative to the original", true),
                MARKS);
        reference(together, 1);
        figures.add(together);
        view.metrics().forEach((key, name) -> metric(start, label, key, name, swept, together));
        if (together.isEmpty()) {
            figures.remove(together);
        }
    }

    private void metric(
            String start, String label, String key, String name, Map<Integer, Double> swept, Figure together) {
        boolean log = view.logarithmic(key);
        List<Integer> points = swept.keySet().stream()
                .filter(point -> value(view.measurement(point, key)) != null)
                .sorted(java.util.Comparator.comparing(swept::get))
                .toList();
        if (points.size() < FEWEST) {
            return;
        }
        Double origin = value(view.measurement(0, key));
        Figure single = Figure.of(
                start + "-" + name, view.id() + ": " + name, Figure.axis(label, true), Figure.axis(name, !log), MARKS);
        if (origin != null) {
            reference(single, origin);
        }
        ArrayNode data = single.series(name, "line");
        boolean positive = true;
        for (int point : points) {
            JsonNode measurement = view.measurement(point, key);
            double y = number(measurement);
            positive &= y > 0;
            add(data, swept, point, y, error(measurement), measurement);
        }
        figures.add(single);
        if (origin != null && (log || origin > 0 && positive)) {
            ArrayNode relative = together.series(name, "line");
            for (int point : points) {
                JsonNode measurement = view.measurement(point, key);
                double y = number(measurement);
                double ratio = log ? Math.exp(Math.max(-LARGEST, Math.min(LARGEST, y - origin))) : y / origin;
                add(
                        relative,
                        swept,
                        point,
                        ratio,
                        log ? ratio * error(measurement) : error(measurement) / origin,
                        measurement);
            }
        }
    }

    private static void add(
            ArrayNode data,
            Map<Integer, Double> swept,
            int point,
            double y,
            double error,
            @Nullable JsonNode measurement) {
        String kind = measurement == null ? "" : measurement.path("kind").asText();
        data.addArray().add(swept.get(point)).add(y).add(error).add(kind);
    }

    private static void reference(Figure figure, double value) {
        figure.json().putObject("reference").put("value", value).put("label", "as written");
    }

    private static double number(@Nullable JsonNode measurement) {
        Double value = value(measurement);
        return value == null ? Double.NaN : value;
    }

    private static double error(@Nullable JsonNode measurement) {
        return measurement == null ? 0 : measurement.path("standardError").asDouble(0);
    }

    private static @Nullable Double value(@Nullable JsonNode measurement) {
        return measurement != null && measurement.path("value").isNumber()
                ? measurement.path("value").asDouble()
                : null;
    }
}
