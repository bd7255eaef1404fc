package io.flatness.report;

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
public final class ProblemView {
    private final String id;
    private final List<JsonNode> points = new ArrayList<>();
    private final List<Map<String, JsonNode>> measurements = new ArrayList<>();
    private final List<String> pointLabels = new ArrayList<>();
    private final Map<String, List<Integer>> byTransform = new LinkedHashMap<>();
    private final Map<String, String> metricLabels = new LinkedHashMap<>();
    private final Set<String> logarithmic = new HashSet<>();

    /** The view of a problem in {@code results.json}. */
    public ProblemView(String id, JsonNode results) {
        this.id = id;
        for (JsonNode point : results.path("points")) {
            if (point.path("problem").asText().equals(id)) {
                add(point);
            }
        }
        labelPoints();
        labelMetrics(results.path("spec").path("metrics"));
    }

    private void add(JsonNode point) {
        byTransform
                .computeIfAbsent(point.path("transform").asText(), key -> new ArrayList<>())
                .add(points.size());
        points.add(point);
        Map<String, JsonNode> byKey = new LinkedHashMap<>();
        point.path("measurements").forEach(each -> byKey.put(key(each), each));
        measurements.add(byKey);
    }

    private void labelPoints() {
        points.forEach(point -> pointLabels.add(""));
        byTransform.forEach((transform, indices) -> {
            Variations variations = variations(indices);
            for (int i = 0; i < indices.size(); i++) {
                pointLabels.set(indices.get(i), (transform + " " + variations.of(i)).strip());
            }
        });
    }

    /** What tells apart some of the points. */
    Variations variations(List<Integer> some) {
        return new Variations(some.stream()
                .map(index -> points.get(index).path("transformParameters"))
                .toList());
    }

    // Points list their measurements by name; a reader expects the order of the experiment.
    private void labelMetrics(JsonNode entries) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        measurements.forEach(each -> each.forEach(found::putIfAbsent));
        List<String> order = new ArrayList<>();
        entries.forEach(entry -> order.add(entry.path("id").asText()));
        List<Map.Entry<String, JsonNode>> sorted = found.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        each -> order.indexOf(each.getValue().path("metric").asText())))
                .toList();
        Map<String, List<JsonNode>> byMetric = new HashMap<>();
        sorted.forEach(
                each -> byMetric.computeIfAbsent(each.getValue().path("metric").asText(), key -> new ArrayList<>())
                        .add(each.getValue().path("parameters")));
        Map<String, Variations> variations = new HashMap<>();
        byMetric.forEach((metric, parameters) -> variations.put(metric, new Variations(parameters)));
        Map<String, Integer> next = new HashMap<>();
        sorted.forEach(each -> {
            String metric = each.getValue().path("metric").asText();
            int index = next.merge(metric, 1, Integer::sum) - 1;
            String varying = Objects.requireNonNull(variations.get(metric)).of(index);
            boolean log = each.getValue().path("scale").asText().equals("logarithmic");
            if (log) {
                logarithmic.add(each.getKey());
            }
            metricLabels.put(each.getKey(), ((log ? "log " : "") + metric + " " + varying).strip());
        });
    }

    private static String key(JsonNode measurement) {
        return measurement.path("metric").asText() + measurement.path("parameters");
    }

    /** The problem. */
    public String id() {
        return id;
    }

    /** Its points, the untransformed one first. */
    public List<JsonNode> points() {
        return points;
    }

    /** The name of a point: its transform, and the parameters that vary among points of the same id. */
    public String label(int point) {
        return pointLabels.get(point);
    }

    /** The points of every transform, by id, in the order of the results. */
    Map<String, List<Integer>> byTransform() {
        return byTransform;
    }

    /** Keys of the metrics, in the order of the experiment, with their labels. */
    public Map<String, String> metrics() {
        return metricLabels;
    }

    /** Whether the value of a metric is a natural logarithm. */
    boolean logarithmic(String metricKey) {
        return logarithmic.contains(metricKey);
    }

    /** The measurement of a metric at a point; {@code null} when it was not asked for there. */
    public @Nullable JsonNode measurement(int point, String metricKey) {
        return measurements.get(point).get(metricKey);
    }

    /** Whether any point has the field. */
    boolean has(String field) {
        return points.stream().anyMatch(point -> point.hasNonNull(field));
    }
}
