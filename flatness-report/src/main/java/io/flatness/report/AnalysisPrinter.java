package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Prints the answers of analyses: values one a line, matrices and lists of records as tables; the rest is in the files. */
final class AnalysisPrinter {
    private static final Set<String> HEADER =
            Set.of("id", "type", "problem", "status", "analysisParameters", "figures", "grid");
    private static final int LONGEST_LINE = 160;
    private static final int LONGEST_TABLE = 60;

    private final TextPage page;

    AnalysisPrinter(TextPage page) {
        this.page = page;
    }

    void print(JsonNode analyses) {
        for (JsonNode analysis : analyses) {
            one(analysis);
        }
    }

    private void one(JsonNode analysis) {
        String status = analysis.path("status").asText();
        page.heading(
                analysis.path("id").asText(),
                analysis.path("type").asText()
                        + (analysis.hasNonNull("problem")
                                ? " of " + analysis.path("problem").asText()
                                : "")
                        + (status.equals("measured") ? "" : ": " + status));
        List<TextTable> tables = new ArrayList<>();
        boolean summarized = analysis.properties().stream().anyMatch(field -> isMatrix(field.getValue()));
        for (Map.Entry<String, JsonNode> field : analysis.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (HEADER.contains(name) || value.isNull()) {
                continue;
            }
            if (isMatrix(value)) {
                tables.add(matrix(name, value));
            } else if (isRecords(value)) {
                if (summarized || value.size() > LONGEST_TABLE) {
                    page.line("  " + name + ": " + value.size() + " entries, in results.json");
                } else {
                    tables.add(records(value));
                }
            } else {
                page.line("  " + name + ": " + value(value));
            }
        }
        page.line("");
        tables.forEach(table -> table.print(page));
    }

    /** An object of objects of words: rows of a table. */
    private static boolean isMatrix(JsonNode value) {
        return value.isObject()
                && !value.isEmpty()
                && all(value, row -> row.isObject() && !row.isEmpty() && all(row, JsonNode::isTextual));
    }

    private static boolean isRecords(JsonNode value) {
        return value.isArray() && !value.isEmpty() && all(value, JsonNode::isObject);
    }

    private static boolean all(JsonNode values, Predicate<JsonNode> test) {
        for (JsonNode value : values) {
            if (!test.test(value)) {
                return false;
            }
        }
        return true;
    }

    private static TextTable matrix(String name, JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        List<String> headers = new ArrayList<>(List.of(name));
        headers.addAll(columns);
        TextTable table = new TextTable(headers);
        for (Map.Entry<String, JsonNode> row : rows.properties()) {
            List<String> cells = new ArrayList<>(List.of(row.getKey()));
            columns.forEach(column -> cells.add(row.getValue().path(column).asText("")));
            table.row(cells);
        }
        return table;
    }

    private static TextTable records(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            for (Map.Entry<String, JsonNode> field : row.properties()) {
                if (field.getValue().isValueNode()) {
                    columns.add(field.getKey());
                }
            }
        }
        TextTable table = new TextTable(List.copyOf(columns));
        for (JsonNode row : rows) {
            table.row(columns.stream()
                    .map(column -> row.hasNonNull(column) ? value(row.path(column)) : "")
                    .toList());
        }
        return table;
    }

    private static String value(JsonNode value) {
        if (value.isNumber()) {
            return Numbers.of(value.asDouble());
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() <= LONGEST_LINE
                ? text
                : text.substring(0, LONGEST_LINE) + " … (all of it in results.json)";
    }
}
