package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints the answers of analyses, one value a line; long lists are left to the files. */
final class AnalysisPrinter {
    private static final int LONGEST = 160;

    private final Console console;

    AnalysisPrinter(Console console) {
        this.console = console;
    }

    void print(JsonNode analyses) {
        for (JsonNode analysis : analyses) {
            String about = analysis.path("problem").asText("");
            console.out()
                    .println(console.styled("bold", analysis.path("id").asText()) + "  "
                            + analysis.path("type").asText()
                            + (about.isEmpty() || about.equals("null") ? "" : " of " + about)
                            + (analysis.path("status").asText().equals("measured")
                                    ? ""
                                    : ": " + analysis.path("status").asText()));
            for (Map.Entry<String, JsonNode> field : analysis.properties()) {
                if (List.of("id", "type", "problem", "status").contains(field.getKey())) {
                    continue;
                }
                if (isTable(field.getValue())) {
                    console.out().println("  " + field.getKey() + ":");
                    table(field.getValue());
                } else {
                    console.out().println("  " + field.getKey() + ": " + value(field.getValue()));
                }
            }
            console.out().println();
        }
    }

    /** An object of objects of words: rows of a table. */
    private static boolean isTable(JsonNode value) {
        if (!value.isObject() || value.isEmpty()) {
            return false;
        }
        for (JsonNode row : value) {
            if (!row.isObject() || row.isEmpty()) {
                return false;
            }
            for (JsonNode cell : row) {
                if (!cell.isTextual()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void table(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        int first = 0;
        for (Map.Entry<String, JsonNode> row : rows.properties()) {
            first = Math.max(first, row.getKey().length());
        }
        StringBuilder head = new StringBuilder("    " + " ".repeat(first));
        columns.forEach(column -> head.append("  ").append(padded(column, width(rows, column))));
        console.out().println(head.toString().stripTrailing());
        for (Map.Entry<String, JsonNode> row : rows.properties()) {
            StringBuilder line = new StringBuilder("    " + padded(row.getKey(), first));
            for (String column : columns) {
                line.append("  ").append(padded(row.getValue().path(column).asText(""), width(rows, column)));
            }
            console.out().println(line.toString().stripTrailing());
        }
    }

    private static int width(JsonNode rows, String column) {
        int width = column.length();
        for (JsonNode row : rows) {
            width = Math.max(width, row.path(column).asText("").length());
        }
        return width;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String value(JsonNode value) {
        if (value.isNumber()) {
            return Numbers.of(value.asDouble());
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " … (all of it in results.json)";
    }
}
