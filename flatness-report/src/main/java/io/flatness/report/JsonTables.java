package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.report.Table.Cell;
import io.flatness.report.Table.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Any JSON object as tables: its plain values as facts, lists and maps of records with columns. */
final class JsonTables {
    private static final int LONGEST_LIST = 24;

    private JsonTables() {}

    /** The tables, that of plain values first. */
    static List<Table> of(String caption, JsonNode object) {
        List<Row> facts = new ArrayList<>();
        List<Table> tables = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            String name = PointsTable.words(field.getKey());
            if (isRecords(value)) {
                tables.add(records(name, value));
            } else if (isMatrix(value)) {
                tables.add(matrix(name, value));
            } else if (!value.isNull()) {
                facts.add(new Row(name, List.of(Cell.of(text(value), "text"))));
            }
        }
        if (!facts.isEmpty()) {
            tables.add(0, new Table(caption, List.of(), facts));
        }
        return tables;
    }

    /** Whether all entries are records of plain values: rows with the same columns. */
    static boolean isMatrix(JsonNode node) {
        if (!node.isObject() || node.size() < 1) {
            return false;
        }
        for (JsonNode row : node) {
            if (!row.isObject() || row.isEmpty() || !isFlat(row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFlat(JsonNode row) {
        for (JsonNode cell : row) {
            if (cell.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRecords(JsonNode node) {
        return node.isArray() && !node.isEmpty() && node.get(0).isObject();
    }

    static Set<String> columns(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        return columns;
    }

    private static Table matrix(String caption, JsonNode rows) {
        Set<String> columns = columns(rows);
        List<String> headers = new ArrayList<>(List.of(""));
        headers.addAll(columns);
        List<Row> made = new ArrayList<>();
        rows.properties()
                .forEach(row -> made.add(new Row(
                        row.getKey(),
                        columns.stream()
                                .map(column -> cell(row.getValue().path(column)))
                                .toList())));
        return new Table(caption, headers, made);
    }

    private static Table records(String caption, JsonNode list) {
        List<String> columns = List.copyOf(columns(list));
        List<Row> rows = new ArrayList<>();
        for (JsonNode item : list) {
            List<Cell> cells = new ArrayList<>();
            for (String column : columns.subList(1, columns.size())) {
                cells.add(cell(item.path(column)));
            }
            rows.add(new Row(text(item.path(columns.get(0))), cells));
        }
        return new Table(caption, columns.stream().map(PointsTable::words).toList(), rows);
    }

    private static Cell cell(JsonNode node) {
        String word = node.isTextual() ? node.asText().split(" ")[0] : "";
        return Cell.of(text(node), word.matches("[a-z-]+") ? word : "");
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (node.isNumber()) {
            return PointsTable.number(node);
        }
        if (node.isBoolean()) {
            return node.asBoolean() ? "yes" : "no";
        }
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            for (JsonNode item : node) {
                if (items.size() == LONGEST_LIST) {
                    items.add("… " + (node.size() - LONGEST_LIST) + " more in results.json");
                    break;
                }
                items.add(text(item));
            }
            return String.join(", ", items);
        }
        if (node.isObject()) {
            List<String> parts = new ArrayList<>();
            node.properties().forEach(entry -> parts.add(entry.getKey() + " " + text(entry.getValue())));
            return String.join(", ", parts);
        }
        return Printable.text(node.asText());
    }
}
