package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flatness.report.Page.Section;
import io.flatness.report.Page.Sentence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code report.html}, one file that needs nothing else, and its figures as files. */
public final class HtmlReport {
    private static final Set<String> HEADER =
            Set.of("id", "type", "problem", "status", "reason", "error", "analysisParameters", "figures", "grid");
    private static final String TEMPLATES = "io.flatness.report.templates";

    private final JsonNode results;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final ObjectNode figures = JsonNodeFactory.instance.objectNode();
    private final List<Section> sections = new ArrayList<>();

    private HtmlReport(JsonNode results) {
        this.results = results;
    }

    /** The files, by their paths below the folder of the run: the page first. */
    public static Map<String, byte[]> of(JsonNode results) {
        try (Painter painter = new Painter()) {
            return of(results, painter);
        }
    }

    /** The same, by a painter that is there already. */
    static Map<String, byte[]> of(JsonNode results, Painter painter) {
        return new HtmlReport(results).write(painter);
    }

    private Map<String, byte[]> write(Painter painter) {
        files.put("report.html", new byte[0]);
        List<ProblemView> views = new ArrayList<>();
        Map<Section, List<Figure>> drawn = new LinkedHashMap<>();
        for (JsonNode problem : results.path("problems")) {
            ProblemView view = new ProblemView(problem.path("id").asText(), results);
            views.add(view);
            drawn.put(problem(problem, view), FiguresOf.problem(view));
        }
        for (JsonNode analysis : results.path("analyses")) {
            drawn.put(analysis(analysis), FiguresOf.analysis(analysis));
        }
        draw(drawn, painter);
        files.put("report.html", page(views).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private void draw(Map<Section, List<Figure>> drawn, Painter painter) {
        drawn.forEach((section, some) -> {
            List<Picture> pictures = new ArrayList<>();
            ObjectNode relief = JsonNodeFactory.instance.objectNode();
            for (Figure figure : some) {
                String id = unique(figure.id());
                String svg = painter.svg(figure);
                figures.set(id, figure.isRelief() ? relief : figure.json());
                relief = JsonNodeFactory.instance.objectNode().put("relief", id);
                files.put("figures/" + id + ".svg", svg.getBytes(StandardCharsets.UTF_8));
                files.put("figures/" + id + ".png", Painter.png(svg));
                pictures.add(new Picture(id, svg, figure.caption()));
            }
            sections.add(new Section(
                    section.id(),
                    section.title(),
                    section.lead(),
                    pictures,
                    section.tables(),
                    section.notes(),
                    section.more()));
        });
    }

    private String unique(String id) {
        String name = id;
        for (int number = 2; figures.has(name); number++) {
            name = id + "-" + number;
        }
        return name;
    }

    private String page(List<ProblemView> views) {
        JsonNode provenance = results.path("provenance");
        List<Sentence> sentences = new ArrayList<>();
        results.path("findings")
                .forEach(finding -> sentences.add(new Sentence(
                        text(finding.path("subject")), text(finding.path("text")), text(finding.path("level")))));
        String origin = "Flatness " + text(provenance.path("flatness")) + ", seed " + text(results.path("seed"))
                + ", JDK " + text(provenance.path("jdk")) + ", " + text(provenance.path("backend")) + " ("
                + text(provenance.path("kernel")) + ")";
        List<Table> from = JsonTables.of("What must be the same for the numbers to be the same", provenance);
        Page page = new Page(
                text(results.path("name")),
                origin,
                sentences,
                views.size() > 1 ? PointsTable.summary(views) : null,
                sections,
                from.isEmpty() ? new Table("", List.of(), List.of()) : from.get(0),
                results.path("spec").toPrettyString(),
                figures.isEmpty() ? null : figures.toString().replace("<", "\\u003c"),
                Resource.text("/io/flatness/report/page.css"),
                figures.isEmpty() ? "" : Painter.library().replace("</script", "<\\/script"),
                figures.isEmpty() ? "" : Painter.charts());
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(null, ContentType.Html, HtmlReport.class.getClassLoader(), TEMPLATES)
                .render("page.jte", page, output);
        return output.toString();
    }

    private static Section problem(JsonNode problem, ProblemView view) {
        String lead = text(problem.path("parameters")) + " parameters"
                + (problem.has("samples") ? ", " + text(problem.path("samples")) + " samples" : "");
        Set<String> notes = new LinkedHashSet<>();
        problem.path("warnings").forEach(warning -> notes.add(text(warning)));
        for (int i = 0; i < view.points().size(); i++) {
            JsonNode point = view.points().get(i);
            String label = view.label(i);
            point.path("warnings").forEach(warning -> notes.add(label + ": " + text(warning)));
            for (JsonNode measurement : point.path("measurements")) {
                if (measurement.has("reason")) {
                    notes.add(text(measurement.path("metric")) + ": " + text(measurement.path("reason")));
                }
            }
        }
        List<Table> tables = view.points().isEmpty() ? List.of() : List.of(PointsTable.of(view));
        List<Table> more = problem.has("train") ? JsonTables.of("Training", problem.path("train")) : List.of();
        return new Section(
                "problem-" + Printable.text(view.id()),
                Printable.text(view.id()),
                lead,
                List.of(),
                tables,
                List.copyOf(notes),
                more);
    }

    private static Section analysis(JsonNode analysis) {
        ObjectNode rest = analysis.deepCopy();
        rest.remove(HEADER);
        String id = text(analysis.path("id"));
        String about = analysis.path("problem").asText("");
        String reason = analysis.path("reason").asText("");
        String status = text(analysis.path("status"));
        String lead = status.equals("measured") ? "" : status + (reason.isEmpty() ? "" : ": " + Printable.text(reason));
        List<Table> all = JsonTables.of("The answer", rest);
        List<Table> brief =
                all.stream().filter(table -> table.rows().size() <= 40).toList();
        List<Table> more = new ArrayList<>(
                all.stream().filter(table -> table.rows().size() > 40).toList());
        more.addAll(JsonTables.of("Its parameters", analysis.path("analysisParameters")));
        return new Section(
                "analysis-" + id + "-" + about,
                id + ": " + text(analysis.path("type")) + (about.isEmpty() ? "" : " of " + about),
                lead,
                List.of(),
                brief,
                List.of(),
                more);
    }

    private static String text(JsonNode node) {
        return Printable.text(node.asText());
    }
}
