package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The long form as comma-separated values, parameters as JSON. */
final class CsvText {
    private CsvText() {}

    static String of(JsonNode results) {
        List<ObjectNode> rows = LongForm.rows(results);
        Set<String> columns = new LinkedHashSet<>(List.of("problem", "transform", "point", "refusal"));
        columns.addAll(LongForm.POINT);
        LongForm.PRESERVATION.forEach(name -> columns.add("preservation." + name));
        columns.addAll(LongForm.MEASUREMENT);
        columns.add(LongForm.TRANSFORM_PARAMETERS);
        columns.add(LongForm.PARAMETERS);
        Set<String> swept = new TreeSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(swept::add));
        columns.addAll(swept);
        StringBuilder text = new StringBuilder();
        line(List.copyOf(columns), text);
        for (ObjectNode row : rows) {
            line(columns.stream().map(column -> cell(row.path(column))).toList(), text);
        }
        return text.toString();
    }

    private static String cell(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText("");
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
