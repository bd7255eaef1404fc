package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of a problem and of an analysis: those that components describe, sweeps, and tables of words. */
final class FiguresOf {
    private FiguresOf() {}

    static List<Figure> problem(ProblemView view) {
        List<Figure> figures = new ArrayList<>(Sweeps.of(view));
        for (int i = 0; i < view.points().size(); i++) {
            for (JsonNode measurement : view.points().get(i).path("measurements")) {
                String where = view.id() + ", " + view.label(i);
                String start = where + "-" + measurement.path("metric").asText();
                for (JsonNode described : measurement.path("details").path("figures")) {
                    Figure figure = Figure.of(start, described);
                    figure.json()
                            .put("title", where + ": " + described.path("title").asText());
                    figures.add(figure);
                }
            }
        }
        return figures;
    }

    static List<Figure> analysis(JsonNode analysis) {
        String start =
                analysis.path("id").asText() + "-" + analysis.path("problem").asText("");
        List<Figure> figures = new ArrayList<>();
        analysis.path("figures").forEach(each -> figures.add(Figure.of(start, each)));
        List<Figure> surfaces = figures.stream().filter(Figure::isSurface).toList();
        Figure.equalScales(surfaces);
        surfaces.forEach(map -> figures.add(figures.indexOf(map) + 1, map.relief()));
        for (Map.Entry<String, JsonNode> field : analysis.properties()) {
            if (isWords(field.getValue())) {
                String about = analysis.path("problem").asText("");
                String title =
                        analysis.path("id").asText() + (about.isEmpty() ? "" : " of " + about) + ": " + field.getKey();
                figures.add(words(start + "-" + field.getKey(), title, field.getValue()));
            }
        }
        return figures;
    }

    /** Rows and columns of words: a heat map. */
    private static boolean isWords(JsonNode node) {
        if (!JsonTables.isMatrix(node) || JsonTables.columns(node).size() < 2) {
            return false;
        }
        for (JsonNode row : node) {
            for (JsonNode cell : row) {
                if (!cell.isTextual()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Figure words(String id, String title, JsonNode rows) {
        List<String> columns = List.copyOf(JsonTables.columns(rows));
        List<String> names = new ArrayList<>();
        rows.fieldNames().forEachRemaining(names::add);
        Figure figure = Figure.of(id, title, Figure.axis(columns), Figure.axis(names), "");
        ArrayNode cells = figure.series(title, "cells");
        for (int y = 0; y < names.size(); y++) {
            for (int x = 0; x < columns.size(); x++) {
                String word = rows.path(names.get(y)).path(columns.get(x)).asText("");
                if (!word.isEmpty()) {
                    cells.addArray().add(x).add(y).add(word);
                }
            }
        }
        return figure;
    }
}
