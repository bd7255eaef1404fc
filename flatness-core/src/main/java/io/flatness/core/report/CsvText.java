package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The long form: one row a measurement, and one for a point without any. */
final class CsvText {
    private static final List<String> POINT = List.of(
            "loss",
            "accuracy",
            "testLoss",
            "testAccuracy",
            "gradientNorm",
            "criticality",
            "relativeCriticality",
            "kinkMargin");
    private static final List<String> PRESERVATION =
            List.of("maxOutputDifference", "relative", "lossDifference", "lawError", "samples", "bitwise", "holds");
    private static final List<String> MEASUREMENT =
            List.of("metric", "type", "status", "value", "kind", "standardError", "converged", "reason");

    private CsvText() {}

    static String of(JsonNode results) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode point : results.path("points")) {
            Map<String, String> start = point(point);
            for (JsonNode measurement : point.path("measurements")) {
                Map<String, String> row = new LinkedHashMap<>(start);
                copy(measurement, MEASUREMENT, "", row);
                parameters(measurement.path("parameters"), "parameters", row);
                rows.add(row);
            }
            if (point.path("measurements").isEmpty()) {
                rows.add(start);
            }
        }
        return text(rows);
    }

    private static Map<String, String> point(JsonNode point) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("problem", point.path("problem").asText());
        row.put("transform", point.path("transform").asText());
        row.put("point", point.path("status").asText());
        row.put("refusal", point.path("reason").asText(""));
        copy(point, POINT, "", row);
        copy(point.path("preservation"), PRESERVATION, "preservation.", row);
        parameters(point.path("transformParameters"), "transformParameters", row);
        return row;
    }

    private static void copy(JsonNode from, List<String> names, String prefix, Map<String, String> row) {
        for (String name : names) {
            row.put(prefix + name, from.path(name).asText(""));
        }
    }

    /** Scalars in columns of their own, and everything together as JSON. */
    private static void parameters(JsonNode parameters, String name, Map<String, String> row) {
        row.put(name, parameters.toString());
        parameters.properties().forEach(entry -> {
            if (entry.getValue().isValueNode()) {
                row.put(name + "." + entry.getKey(), entry.getValue().asText());
            }
        });
    }

    private static String text(List<Map<String, String>> rows) {
        Set<String> columns = new LinkedHashSet<>(List.of("problem", "transform", "point", "refusal"));
        columns.addAll(POINT);
        PRESERVATION.forEach(name -> columns.add("preservation." + name));
        columns.addAll(MEASUREMENT);
        columns.add("transformParameters");
        columns.add("parameters");
        Set<String> swept = new java.util.TreeSet<>();
        rows.forEach(row -> swept.addAll(row.keySet()));
        columns.addAll(swept);
        StringBuilder text = new StringBuilder();
        line(columns.stream().toList(), text);
        for (Map<String, String> row : rows) {
            line(columns.stream().map(column -> row.getOrDefault(column, "")).toList(), text);
        }
        return text.toString();
    }

    private static void line(List<String> cells, StringBuilder text) {
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
        }
        text.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
