package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A figure as data: title, axes, series. {@code charts.js} draws it.
 *
 * @param id name of its file, without ending
 * @param caption what to know beside the title
 * @param json {@code title, x, y, series} and perhaps {@code reference}
 */
record Figure(String id, String caption, ObjectNode json) {
    static Figure of(String id, String title, ObjectNode x, ObjectNode y, String caption) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", title);
        json.set("x", x);
        json.set("y", y);
        json.putArray("series");
        return new Figure(fileName(id), caption, json);
    }

    /** A figure that a component describes in its results. */
    static Figure of(String id, JsonNode described) {
        return new Figure(fileName(id), described.path("caption").asText(""), (ObjectNode) described.deepCopy());
    }

    static ObjectNode axis(String label, boolean log) {
        return JsonNodeFactory.instance.objectNode().put("label", label).put("scale", log ? "log" : "linear");
    }

    static ObjectNode axis(Iterable<String> categories) {
        ObjectNode axis = axis("", false);
        ArrayNode names = axis.putArray("categories");
        categories.forEach(names::add);
        return axis;
    }

    /** Adds a series; returns its data to be filled. */
    ArrayNode series(String name, String kind) {
        ObjectNode series = ((ArrayNode) json.path("series")).addObject();
        series.put("name", name).put("kind", kind);
        return series.putArray("data");
    }

    boolean isEmpty() {
        return json.path("series").isEmpty();
    }

    boolean isSurface() {
        return surface().isPresent();
    }

    /** Whether it is that of the figure before it, seen from aside. */
    boolean isRelief() {
        return json.has("relief");
    }

    private Optional<JsonNode> surface() {
        for (JsonNode series : json.path("series")) {
            if (series.path("kind").asText().equals("surface")) {
                return Optional.of(series.path("data"));
            }
        }
        return Optional.empty();
    }

    /** Gives all surfaces one range of colours. */
    static void equalScales(List<Figure> surfaces) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Figure figure : surfaces) {
            for (JsonNode row : figure.surface().orElseThrow()) {
                if (row.path(2).isNumber()) {
                    low = Math.min(low, row.path(2).doubleValue());
                    high = Math.max(high, row.path(2).doubleValue());
                }
            }
        }
        if (low <= high) {
            for (Figure figure : surfaces) {
                figure.json.putArray("range").add(low).add(high);
            }
        }
    }

    /** A surface seen from aside. */
    Figure relief() {
        ObjectNode aside = json.deepCopy();
        aside.put("relief", true);
        return new Figure(id + "-relief", "The same from aside; drag to turn it.", aside);
    }

    static String fileName(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
    }
}
