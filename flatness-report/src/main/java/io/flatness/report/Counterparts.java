package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of two runs, each beside the one that plays its part in the other.
 *
 * <p>What something is called does not decide. A metric's part is its type with its parameters, that of a point the types of
 * its transforms with theirs. Problems of the same name belong together; those left over do by their order, where they have as
 * many parameters.
 */
public final class Counterparts {
    private Counterparts() {}

    /**
     * A measurement in both runs.
     *
     * @param label the problem, the point and the metric, as the first run calls them
     * @param first its measurement in the first run, or {@code null}
     * @param second its measurement in the second run, or {@code null}
     */
    public record Pair(
            String label,
            @Nullable JsonNode first,
            @Nullable JsonNode second) {}

    /** All measurements of two {@code results.json}, those of the first run in its order, then what only the second has. */
    public static List<Pair> of(JsonNode first, JsonNode second) {
        Map<String, String> problems = problems(first, second);
        Map<String, Named> left = measurements(first, Map.of());
        Map<String, Named> right = measurements(second, problems);
        List<Pair> pairs = new ArrayList<>();
        left.forEach((part, measurement) -> {
            Named other = right.get(part);
            String label = other == null || other.label().equals(measurement.label())
                    ? measurement.label()
                    : measurement.label() + " (in B: " + other.label() + ")";
            pairs.add(new Pair(label, measurement.json(), other == null ? null : other.json()));
        });
        right.forEach((part, measurement) -> {
            if (!left.containsKey(part)) {
                pairs.add(new Pair(measurement.label(), null, measurement.json()));
            }
        });
        return pairs;
    }

    private record Named(String label, JsonNode json) {}

    /** From the problems of the second run to those of the first. */
    private static Map<String, String> problems(JsonNode first, JsonNode second) {
        Map<String, JsonNode> left = byId(first);
        Map<String, JsonNode> right = byId(second);
        Map<String, String> partners = new HashMap<>();
        List<String> common = right.keySet().stream().filter(left::containsKey).toList();
        common.forEach(id -> partners.put(id, id));
        left.keySet().removeAll(common);
        right.keySet().removeAll(common);
        List<Map.Entry<String, JsonNode>> others = new ArrayList<>(right.entrySet());
        int next = 0;
        for (JsonNode problem : left.values()) {
            if (next < others.size()
                    && problem.path("parameters")
                            .equals(others.get(next).getValue().path("parameters"))) {
                partners.put(others.get(next).getKey(), problem.path("id").asText());
                next++;
            }
        }
        return partners;
    }

    private static Map<String, JsonNode> byId(JsonNode results) {
        Map<String, JsonNode> problems = new LinkedHashMap<>();
        results.path("problems")
                .forEach(problem -> problems.put(problem.path("id").asText(), problem));
        return problems;
    }

    private static Map<String, Named> measurements(JsonNode results, Map<String, String> partners) {
        Map<String, String> types = new HashMap<>();
        results.path("spec")
                .path("transforms")
                .forEach(entry -> types.put(entry.path("id").asText(), types(entry)));
        Map<String, Named> all = new LinkedHashMap<>();
        for (JsonNode problem : results.path("problems")) {
            ProblemView view = new ProblemView(problem.path("id").asText(), results);
            for (int i = 0; i < view.points().size(); i++) {
                JsonNode point = view.points().get(i);
                String transform = point.path("transform").asText();
                for (Map.Entry<String, String> metric : view.metrics().entrySet()) {
                    JsonNode measurement = view.measurement(i, metric.getKey());
                    if (measurement == null) {
                        continue;
                    }
                    String part = partners.getOrDefault(view.id(), view.id()) + "\n"
                            + types.getOrDefault(transform, transform) + point.path("transformParameters") + "\n"
                            + measurement.path("type").asText() + measurement.path("parameters");
                    String label = view.id() + "  " + view.label(i) + "  " + metric.getValue();
                    put(all, part, new Named(label, measurement));
                }
            }
        }
        return all;
    }

    /** Two of the same part are told apart by their order. */
    private static void put(Map<String, Named> all, String part, Named measurement) {
        String key = part;
        for (int number = 2; all.containsKey(key); number++) {
            key = part + "\n" + number;
        }
        all.put(key, measurement);
    }

    private static String types(JsonNode transform) {
        if (!transform.has("chain")) {
            return transform.path("type").asText();
        }
        List<String> links = new ArrayList<>();
        transform.path("chain").forEach(link -> links.add(link.path("type").asText()));
        return String.join(" ", links);
    }
}
