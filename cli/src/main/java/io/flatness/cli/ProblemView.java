package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The points of one problem in {@code results.json}, with labels for points and metrics. */
final class ProblemView {
    // Metrics whose value is a natural logarithm, which a reader has to know.
    private static final Set<String> LOGARITHMIC = Set.of(
            "volume-flatness",
            "volume-star",
            "volume-laplace",
            "volume-lower-bound",
            "basin-log-volume",
            "local-entropy");

    private final String id;
    private final List<JsonNode> points = new ArrayList<>();
    private final List<String> pointLabels = new ArrayList<>();
    private final Map<String, String> metricLabels = new LinkedHashMap<>();
    private final Set<String> logarithmic = new HashSet<>();

    /** The view of a problem in {@code results.json}. */
    ProblemView(String id, JsonNode results) {
        this.id = id;
        for (JsonNode point : results.path("points")) {
            if (point.path("problem").asText().equals(id)) {
                points.add(point);
            }
        }
        labelPoints();
        labelMetrics(results.path("spec").path("metrics"));
    }

    private void labelPoints() {
        Map<String, Variations> byTransform = new HashMap<>();
        for (JsonNode point : points) {
            byTransform
                    .computeIfAbsent(point.path("transform").asText(), key -> new Variations())
                    .add(point.path("transformParameters"));
        }
        Map<String, Integer> next = new HashMap<>();
        for (JsonNode point : points) {
            String transform = point.path("transform").asText();
            int index = next.merge(transform, 1, Integer::sum) - 1;
            pointLabels.add((transform + " "
                            + Objects.requireNonNull(byTransform.get(transform)).of(index))
                    .strip());
        }
    }

    // Points list their measurements by name; a reader expects the order of the experiment.
    private void labelMetrics(JsonNode entries) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (JsonNode point : points) {
            point.path("measurements").forEach(each -> found.putIfAbsent(key(each), each));
        }
        List<String> order = new ArrayList<>();
        entries.forEach(entry -> order.add(entry.path("id").asText()));
        Map<String, JsonNode> measurements = new LinkedHashMap<>();
        found.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        each -> order.indexOf(each.getValue().path("metric").asText())))
                .forEach(each -> measurements.put(each.getKey(), each.getValue()));
        Map<String, Variations> byMetric = new HashMap<>();
        measurements
                .values()
                .forEach(each -> byMetric.computeIfAbsent(each.path("metric").asText(), key -> new Variations())
                        .add(each.path("parameters")));
        Map<String, Integer> next = new HashMap<>();
        measurements.forEach((key, each) -> {
            String metric = each.path("metric").asText();
            int index = next.merge(metric, 1, Integer::sum) - 1;
            boolean log = LOGARITHMIC.contains(each.path("type").asText());
            if (log) {
                logarithmic.add(key);
            }
            metricLabels.put(
                    key,
                    ((log ? "log " : "") + metric + " "
                                    + Objects.requireNonNull(byMetric.get(metric))
                                            .of(index))
                            .strip());
        });
    }

    private static String key(JsonNode measurement) {
        return measurement.path("metric").asText() + measurement.path("parameters");
    }

    String id() {
        return id;
    }

    List<JsonNode> points() {
        return points;
    }

    String label(int point) {
        return pointLabels.get(point);
    }

    /** Keys of the metrics, in the order of the results, with their labels. */
    Map<String, String> metrics() {
        return metricLabels;
    }

    /** Whether the value of a metric is a natural logarithm. */
    boolean logarithmic(String metricKey) {
        return logarithmic.contains(metricKey);
    }

    /** The measurement of a metric at a point; {@code null} when it was not asked for there. */
    static @Nullable JsonNode measurement(JsonNode point, String metricKey) {
        for (JsonNode measurement : point.path("measurements")) {
            if (key(measurement).equals(metricKey)) {
                return measurement;
            }
        }
        return null;
    }

    /** Whether any point has the field. */
    boolean has(String field) {
        return points.stream().anyMatch(point -> point.hasNonNull(field));
    }
}
