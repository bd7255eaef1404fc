package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of the report. */
final class HtmlTables {
    private static final int LONGEST_LIST = 24;
    private static final int LONGEST_TABLE = 12;

    /** Words that are shown in a colour of their own. */
    private static final Set<String> VERDICTS = Set.of("invariant", "changed", "undecided");

    private HtmlTables() {}

    /** One row a point: where it is, whether the function is the same, and every metric. */
    static String points(ProblemView view) {
        Map<String, String> metrics = view.metrics();
        boolean accuracy = view.points().stream().anyMatch(p -> p.has("accuracy"));
        boolean test = view.points().stream().anyMatch(p -> p.has("testAccuracy"));
        boolean kinks = view.points().stream().anyMatch(p -> p.has("kinkMargin"));
        StringBuilder html = new StringBuilder("<table><thead><tr><th>point</th><th>loss</th>");
        html.append(accuracy ? "<th>accuracy</th>" : "").append(test ? "<th>test accuracy</th>" : "");
        html.append("<th>gradient norm</th><th>criticality</th>");
        html.append(kinks ? "<th>kink margin</th>" : "").append("<th>same function</th>");
        metrics.values().forEach(name -> html.append(Html.element("th", name)));
        html.append("</tr></thead><tbody>\n");
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode point = view.points().get(i);
            html.append("<tr>").append(Html.element("th", view.label(i)));
            if (point.path("status").asText().equals("refused")) {
                int columns = 4 + metrics.size() + (accuracy ? 1 : 0) + (test ? 1 : 0) + (kinks ? 1 : 0);
                html.append("<td class=\"note\" colspan=\"").append(columns).append("\">refused: ");
                html.append(Html.escape(point.path("reason").asText())).append("</td></tr>\n");
                continue;
            }
            html.append(number(point.path("loss"), 6));
            html.append(accuracy ? number(point.path("accuracy"), 4) : "");
            html.append(test ? number(point.path("testAccuracy"), 4) : "");
            html.append(number(point.path("gradientNorm"), 3)).append(number(point.path("criticality"), 3));
            html.append(kinks ? number(point.path("kinkMargin"), 2) : "");
            html.append(preservation(point.path("preservation")));
            for (String key : metrics.keySet()) {
                html.append(measurement(view.measurement(i, key)));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }

    private static String number(JsonNode node, int digits) {
        return "<td>"
                + Cells.optional(node).stream()
                        .mapToObj(x -> Decimal.of(x, digits))
                        .findFirst()
                        .orElse("") + "</td>";
    }

    private static String preservation(JsonNode preservation) {
        if (preservation.isMissingNode()) {
            return "<td></td>";
        }
        if (preservation.path("bitwise").asBoolean()) {
            return "<td title=\"all outputs are equal to the last bit\">yes, bitwise</td>";
        }
        String size = Decimal.of(Cells.optional(preservation.path("relative")).orElse(0), 2);
        boolean holds = preservation.path("holds").asBoolean();
        return "<td" + (holds ? ">yes, " : " class=\"bad\">no, ") + size + "</td>";
    }

    private static String measurement(@Nullable JsonNode measurement) {
        return measurement == null ? "<td></td>" : value(measurement);
    }

    private static String value(JsonNode measurement) {
        String reason = measurement.path("reason").asText("");
        String title = reason.isEmpty() ? "" : " title=\"" + Html.escape(reason) + "\"";
        String status = measurement.path("status").asText();
        if (!status.equals("measured")) {
            String ofClass = status.equals("failed") ? " class=\"bad\"" : " class=\"note\"";
            return "<td" + ofClass + title + ">" + (status.equals("failed") ? "failed" : "n/a") + "</td>";
        }
        String kind = measurement.path("kind").asText();
        if (kind.equals("undefined")) {
            return "<td class=\"note\"" + title + ">undefined</td>";
        }
        String value = Decimal.of(Cells.optional(measurement.path("value")).orElse(0), 5);
        String text = switch (kind) {
            case "lower-bound" -> "≥ " + value;
            case "upper-bound" -> "≤ " + value;
            case "estimate" ->
                value + " ± "
                        + Decimal.of(
                                Cells.optional(measurement.path("standardError"))
                                        .orElse(0),
                                2);
            default -> value;
        };
        return "<td" + title + ">" + text + (measurement.path("converged").asBoolean(true) ? "" : " *") + "</td>";
    }

    /** Any JSON: records as two columns, lists and maps of records as tables, the rest as text. */
    static String any(JsonNode node) {
        if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            return folded(records(node), node.size());
        }
        if (node.isObject() && isMatrix(node)) {
            return matrix(node);
        }
        if (node.isObject()) {
            StringBuilder html = new StringBuilder("<table class=\"facts\">");
            node.properties()
                    .forEach(entry -> html.append("<tr>")
                            .append(Html.element("th", entry.getKey()))
                            .append("<td>")
                            .append(any(entry.getValue()))
                            .append("</td></tr>\n"));
            return html.append("</table>").toString();
        }
        return text(node);
    }

    /** Whether all entries are records of plain values: rows with the same columns. */
    private static boolean isMatrix(JsonNode node) {
        for (JsonNode row : node) {
            if (!row.isObject() || row.isEmpty()) {
                return false;
            }
            for (JsonNode cell : row) {
                if (cell.isContainerNode()) {
                    return false;
                }
            }
        }
        return node.size() > 1;
    }

    private static String matrix(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        StringBuilder html = new StringBuilder("<table class=\"matrix\"><thead><tr><th></th>");
        columns.forEach(column -> html.append(Html.element("th", column)));
        html.append("</tr></thead><tbody>\n");
        rows.properties().forEach(row -> {
            html.append("<tr>").append(Html.element("th", row.getKey()));
            columns.forEach(column -> html.append(cell("td", row.getValue().path(column))));
            html.append("</tr>\n");
        });
        return html.append("</tbody></table>\n").toString();
    }

    private static String cell(String element, JsonNode node) {
        String ofClass = VERDICTS.contains(node.asText()) ? " class=\"" + node.asText() + "\"" : "";
        return "<" + element + ofClass + ">" + text(node) + "</" + element + ">";
    }

    private static String folded(String table, int rows) {
        return rows <= LONGEST_TABLE ? table : "<details><summary>" + rows + " rows</summary>" + table + "</details>";
    }

    private static String records(JsonNode list) {
        Set<String> columns = new LinkedHashSet<>();
        list.forEach(item -> item.fieldNames().forEachRemaining(columns::add));
        StringBuilder html = new StringBuilder("<table class=\"matrix\"><thead><tr>");
        columns.forEach(column -> html.append(Html.element("th", column)));
        html.append("</tr></thead><tbody>\n");
        for (JsonNode item : list) {
            html.append("<tr>");
            columns.forEach(column -> html.append(cell("td", item.path(column))));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (node.isIntegralNumber()) {
            return node.asText();
        }
        if (node.isNumber()) {
            return Decimal.of(node.asDouble(), 5);
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
            Map<String, String> parts = new LinkedHashMap<>();
            node.properties().forEach(entry -> parts.put(entry.getKey(), text(entry.getValue())));
            return String.join(
                    ", ",
                    parts.entrySet().stream()
                            .map(part -> Html.escape(part.getKey()) + " " + part.getValue())
                            .toList());
        }
        return Html.escape(node.asText());
    }
}
