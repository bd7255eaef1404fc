package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.report.Table.Cell;
import io.flatness.report.Table.Row;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row a point: where it is, whether the function is the same, and every metric. */
final class PointsTable {
    private static final String SIGNS =
            "≥ a proved lower bound, ≤ a proved upper bound, ± one standard error, ∞ infinite with a certificate, * stopped by its"
                    + " budget before it converged. Criticality is max|θᵢgᵢ|/(1 + L), which no rescaling of the network changes.";

    private PointsTable() {}

    static Table of(ProblemView view) {
        Map<String, String> fields = fields(view);
        List<String> headers = new ArrayList<>(List.of("point"));
        headers.addAll(fields.values());
        headers.add("same function");
        headers.addAll(view.metrics().values());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode point = view.points().get(i);
            if (point.path("status").asText().equals("refused")) {
                String reason = "refused: " + point.path("reason").asText();
                rows.add(new Row(view.label(i), List.of(new Cell(reason, "text quiet", "", headers.size() - 1))));
                continue;
            }
            List<Cell> cells = new ArrayList<>();
            fields.keySet().forEach(field -> cells.add(Cell.of(Cells.field(point.path(field)))));
            cells.add(preservation(point));
            for (String metric : view.metrics().keySet()) {
                cells.add(measurement(view.measurement(i, metric)));
            }
            rows.add(new Row(view.label(i), cells));
        }
        return new Table(SIGNS, headers, rows);
    }

    private static Map<String, String> fields(ProblemView view) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field :
                List.of("loss", "accuracy", "testLoss", "testAccuracy", "gradientNorm", "criticality", "kinkMargin")) {
            if (view.has(field)) {
                fields.put(field, words(field));
            }
        }
        return fields;
    }

    /** {@code testAccuracy} as {@code test accuracy}. */
    static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
    }

    private static Cell preservation(JsonNode point) {
        boolean holds = point.path("preservation").path("holds").asBoolean(true);
        return new Cell(Cells.preservation(point), holds ? "" : "bad", "", 1);
    }

    private static Cell measurement(@Nullable JsonNode measurement) {
        if (measurement == null) {
            return Cell.of("");
        }
        String status = measurement.path("status").asText();
        String style = status.equals("failed") ? "bad" : status.equals("measured") ? "" : "quiet";
        return new Cell(
                Cells.measurement(measurement),
                style,
                measurement.path("reason").asText(""),
                1);
    }

    /** Every problem as it was given, one row each. */
    static Table summary(List<ProblemView> views) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (ProblemView view : views) {
            fields(view).forEach(columns::putIfAbsent);
        }
        Map<String, String> metrics = new LinkedHashMap<>();
        views.forEach(view -> view.metrics().forEach(metrics::putIfAbsent));
        List<String> headers = new ArrayList<>(List.of("problem"));
        headers.addAll(columns.values());
        metrics.values().forEach(headers::add);
        List<Row> rows = new ArrayList<>();
        for (ProblemView view : views) {
            if (view.points().isEmpty()) {
                continue;
            }
            List<Cell> cells = new ArrayList<>();
            columns.keySet()
                    .forEach(field ->
                            cells.add(Cell.of(Cells.field(view.points().get(0).path(field)))));
            metrics.keySet().forEach(metric -> cells.add(measurement(view.measurement(0, metric))));
            rows.add(new Row(view.id(), cells));
        }
        return new Table("Every problem as it was given", headers, rows);
    }

    static String number(JsonNode node) {
        return node.isIntegralNumber() ? node.asText() : Numbers.of(node.asDouble());
    }
}
