package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Results as text: a table for every problem, the answers of analyses, and what was found in words. */
public final class TextReport {
    private final TextPage page;

    /** A report onto a page. */
    public TextReport(TextPage page) {
        this.page = page;
    }

    /** Prints the content of a {@code results.json}. */
    public void print(JsonNode results) {
        findings(results.path("findings"));
        for (JsonNode problem : results.path("problems")) {
            ProblemView view = new ProblemView(problem.path("id").asText(), results);
            page.heading(view.id(), describe(problem));
            page.line("");
            table(view).print(page);
            footnotes(view).forEach(page::line);
        }
        new AnalysisPrinter(page).print(results.path("analyses"));
    }

    private void findings(JsonNode findings) {
        if (findings.isEmpty()) {
            return;
        }
        page.heading("Found", "");
        for (JsonNode finding : findings) {
            String mark = finding.path("level").asText().equals("broken") ? "BROKEN: " : "";
            String sentence = mark + finding.path("subject").asText() + ": "
                    + finding.path("text").asText();
            List<String> lines = Text.wrap(sentence, page.width() - 4);
            for (int i = 0; i < lines.size(); i++) {
                page.line((i == 0 ? "  - " : "    ") + lines.get(i));
            }
        }
        page.line("");
    }

    private static String describe(JsonNode problem) {
        String text = problem.path("parameters").asText() + " parameters";
        return problem.hasNonNull("samples")
                ? text + ", " + problem.path("samples").asText() + " samples"
                : text;
    }

    private static TextTable table(ProblemView view) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("loss", "loss");
        for (String optional : List.of("accuracy", "testLoss", "testAccuracy")) {
            if (view.has(optional)) {
                fields.put(optional, optional.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT));
            }
        }
        List<String> headers = new ArrayList<>(List.of("point"));
        headers.addAll(fields.values());
        headers.add("same function");
        headers.addAll(view.metrics().values());
        TextTable table = new TextTable(headers);
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode point = view.points().get(i);
            List<String> cells = new ArrayList<>(List.of(view.label(i)));
            boolean refused = point.path("status").asText().equals("refused");
            fields.keySet().forEach(field -> cells.add(Cells.field(point.path(field))));
            cells.add(refused ? "refused" : Cells.preservation(point));
            for (String metric : view.metrics().keySet()) {
                JsonNode measurement = view.measurement(i, metric);
                cells.add(measurement == null ? "" : Cells.measurement(measurement));
            }
            table.row(cells);
        }
        return table;
    }

    private static List<String> footnotes(ProblemView view) {
        Set<String> notes = new LinkedHashSet<>();
        boolean unconverged = false;
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode point = view.points().get(i);
            if (point.path("status").asText().equals("refused")) {
                notes.add(view.label(i) + " is refused: " + point.path("reason").asText());
            }
            for (JsonNode measurement : point.path("measurements")) {
                String reason = measurement.path("reason").asText("");
                unconverged |= !measurement.path("converged").asBoolean(true)
                        && measurement.path("status").asText().equals("measured");
                if (!reason.isEmpty()) {
                    notes.add(measurement.path("metric").asText() + ": " + reason);
                }
            }
        }
        if (unconverged) {
            notes.add("* stopped by its budget before it converged");
        }
        List<String> lines = new ArrayList<>(notes);
        if (!lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }
}
