package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code report.html}, tables and figures in one file that needs nothing else, and the figures as files. */
public final class HtmlReport {
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #111; margin: 2rem auto; max-width: 92rem; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
            h3 { margin-top: 2rem; } .note, .quiet { color: #666; } .bad, .broken { color: #b00020; font-weight: 600; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; margin: 0.6rem 0; }
            th, td { padding: 0.25rem 0.7rem; text-align: right; border-bottom: 1px solid #e4e4e4; white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; } thead th { border-bottom: 1px solid #888; }
            table.facts th, table.facts td { text-align: left; white-space: normal; vertical-align: top; }
            table.facts > tbody > tr > th { font-weight: 500; color: #444; }
            table.matrix th, table.matrix td { text-align: left; white-space: nowrap; }
            .invariant { background: #e3f3ea; } .changed { background: #fdebdd; } .undecided { color: #666; }
            .figures { display: flex; flex-wrap: wrap; gap: 1rem; } .figures svg { border: 1px solid #e4e4e4; }
            details { margin: 1rem 0; } pre { background: #f6f6f6; padding: 0.8rem; overflow-x: auto; font-size: 0.8rem; }
            """;

    private final JsonNode results;
    private final Map<String, Chart> charts;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(JsonNode results, Map<String, Chart> charts) {
        this.results = results;
        this.charts = charts;
    }

    /** The files, by their paths below the folder of the run: the page first. */
    public static Map<String, String> of(JsonNode results) {
        Map<String, Chart> charts = Figures.of(results);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("report.html", new HtmlReport(results, charts).write());
        charts.forEach((name, chart) -> files.put("figures/" + name + ".svg", Svg.of(chart)));
        return files;
    }

    private String write() {
        String name = results.path("name").asText();
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(Html.element("title", name + " · Flatness"))
                .append("\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n")
                .append(Html.element("h1", name))
                .append('\n');
        JsonNode provenance = results.path("provenance");
        html.append(Html.element(
                        "p",
                        "quiet",
                        "Flatness " + provenance.path("flatness").asText() + ", seed "
                                + results.path("seed").asText() + ", JDK "
                                + provenance.path("jdk").asText() + ", "
                                + provenance.path("backend").asText() + " ("
                                + provenance.path("kernel").asText() + ")"))
                .append('\n');
        if (!results.path("findings").isEmpty()) {
            html.append("<ul>\n");
            results.path("findings")
                    .forEach(finding -> html.append(Html.element(
                                    "li",
                                    finding.path("level").asText(),
                                    finding.path("subject").asText() + ": "
                                            + finding.path("text").asText()))
                            .append('\n'));
            html.append("</ul>\n");
        }
        for (JsonNode problem : results.path("problems")) {
            problem(problem);
        }
        if (!results.path("analyses").isEmpty()) {
            html.append("<h2>Analyses</h2>\n");
            results.path("analyses").forEach(this::analysis);
        }
        html.append("<h2>Provenance</h2>\n")
                .append(HtmlTables.any(provenance))
                .append("<details><summary>The experiment with all its defaults</summary>\n")
                .append(Html.element("pre", results.path("spec").toPrettyString()))
                .append("</details>\n</body></html>\n");
        return html.toString();
    }

    private void problem(JsonNode problem) {
        String id = problem.path("id").asText();
        ProblemView view = new ProblemView(id, results);
        html.append(Html.element("h2", id)).append('\n');
        String samples = problem.has("samples") ? ", " + problem.path("samples").asText() + " samples" : "";
        html.append(Html.element("p", problem.path("parameters").asText() + " parameters" + samples));
        if (problem.has("train")) {
            html.append("<details><summary>Training</summary>")
                    .append(HtmlTables.any(problem.path("train")))
                    .append("</details>");
        }
        problem.path("warnings").forEach(warning -> html.append(Html.element("p", "bad", warning.asText())));
        if (view.points().isEmpty()) {
            return;
        }
        html.append("<div class=\"wide\">").append(HtmlTables.points(view)).append("</div>\n");
        html.append(
                        "<p class=\"quiet\">≥ a proved lower bound, ≤ a proved upper bound, ± one standard error, ∞ infinite")
                .append(" with a certificate, * stopped by its budget before it converged. ")
                .append("Criticality is max|θᵢgᵢ|/(1 + L), which no rescaling of the network changes.</p>\n");
        remarks(view);
        StringBuilder figures = new StringBuilder();
        charts.forEach((file, chart) -> {
            if (chart.title().startsWith(id + ": ")) {
                figures.append(Svg.of(chart));
            }
        });
        if (!figures.isEmpty()) {
            html.append("<div class=\"figures\">\n").append(figures).append("</div>\n");
        }
    }

    private void remarks(ProblemView view) {
        Map<String, Set<String>> reasons = new LinkedHashMap<>();
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode point = view.points().get(i);
            String label = view.label(i);
            point.path("warnings")
                    .forEach(warning -> reasons.computeIfAbsent(label, key -> new TreeSet<>())
                            .add(warning.asText()));
            for (JsonNode measurement : point.path("measurements")) {
                if (measurement.has("reason")) {
                    reasons.computeIfAbsent(measurement.path("metric").asText(), key -> new TreeSet<>())
                            .add(measurement.path("reason").asText());
                }
            }
        }
        if (!reasons.isEmpty()) {
            html.append("<ul class=\"quiet\">\n");
            reasons.forEach((what, texts) -> texts.forEach(
                    text -> html.append(Html.element("li", what + ": " + text)).append('\n')));
            html.append("</ul>\n");
        }
    }

    private void analysis(JsonNode analysis) {
        String about = analysis.path("problem").asText("");
        html.append(Html.element(
                "h3",
                analysis.path("id").asText() + ": " + analysis.path("type").asText()
                        + (about.isEmpty() ? "" : " of " + about)));
        ObjectNode rest = analysis.deepCopy();
        rest.remove(List.of("id", "type", "problem", "analysisParameters"));
        html.append("<div class=\"wide\">")
                .append(HtmlTables.any(rest))
                .append("</div>\n<details><summary>Its parameters")
                .append("</summary>")
                .append(HtmlTables.any(analysis.path("analysisParameters")))
                .append("</details>\n");
    }
}
