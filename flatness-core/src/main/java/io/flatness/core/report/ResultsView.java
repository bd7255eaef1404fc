package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Results as tables and figures need them: points of one problem, parameters that vary, columns of metrics. */
final class ResultsView {
    private final List<JsonNode> points = new ArrayList<>();
    private final String problem;

    ResultsView(JsonNode results, String problem) {
        this.problem = problem;
        for (JsonNode point : results.path("points")) {
            if (point.path("problem").asText().equals(problem)) {
                points.add(point);
            }
        }
    }

    String problem() {
        return problem;
    }

    List<JsonNode> points() {
        return points;
    }

    JsonNode identity() {
        return points.get(0);
    }

    /** The points of every transform, by id, in the order of the results. */
    Map<String, List<JsonNode>> byTransform() {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        for (JsonNode point : points) {
            groups.computeIfAbsent(point.path("transform").asText(), id -> new ArrayList<>())
                    .add(point);
        }
        return groups;
    }

    /** The columns of metrics: the id, and the parameters that vary among entries of the same id. */
    Map<String, String> metricNames() {
        Map<String, List<JsonNode>> byId = new LinkedHashMap<>();
        for (JsonNode point : points) {
            for (JsonNode measurement : point.path("measurements")) {
                List<JsonNode> same =
                        byId.computeIfAbsent(measurement.path("metric").asText(), id -> new ArrayList<>());
                if (same.stream().noneMatch(m -> m.path("parameters").equals(measurement.path("parameters")))) {
                    same.add(measurement);
                }
            }
        }
        Map<String, String> names = new LinkedHashMap<>();
        byId.forEach((id, entries) -> {
            List<JsonNode> parameters =
                    entries.stream().map(entry -> entry.path("parameters")).toList();
            Set<String> varying = varying(parameters);
            entries.forEach(entry -> names.put(key(entry), label(id, entry.path("parameters"), varying)));
        });
        return names;
    }

    /** What tells measurements of different metrics apart. */
    static String key(JsonNode measurement) {
        return measurement.path("metric").asText() + " " + measurement.path("parameters");
    }

    /** The name of a point: its transform, and the parameters that vary among points of the same id. */
    String pointName(JsonNode point) {
        List<JsonNode> same = byTransform().getOrDefault(point.path("transform").asText(), List.of()).stream()
                .map(p -> p.path("transformParameters"))
                .toList();
        return label(point.path("transform").asText(), point.path("transformParameters"), varying(same));
    }

    private static String label(String id, JsonNode parameters, Set<String> varying) {
        StringBuilder label = new StringBuilder(id);
        for (String name : varying) {
            JsonNode value = parameters.path(name);
            label.append(' ')
                    .append(name)
                    .append('=')
                    .append(
                            value.isNumber()
                                    ? Decimal.of(value.asDouble(), 5)
                                    : value.isTextual() ? value.asText() : value.toString());
        }
        return label.toString();
    }

    /** Names of parameters that do not have the same value everywhere. */
    static Set<String> varying(List<JsonNode> parameters) {
        Set<String> varying = new LinkedHashSet<>();
        for (JsonNode one : parameters) {
            one.fieldNames().forEachRemaining(name -> {
                if (parameters.stream().anyMatch(other -> !other.path(name).equals(one.path(name)))) {
                    varying.add(name);
                }
            });
        }
        return varying;
    }

    /** A number, infinities included. */
    static OptionalDouble number(JsonNode node) {
        if (node.isNumber()) {
            return OptionalDouble.of(node.asDouble());
        }
        return switch (node.asText()) {
            case "Infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> OptionalDouble.empty();
        };
    }
}
