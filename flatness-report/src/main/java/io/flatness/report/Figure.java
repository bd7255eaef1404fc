package io.flatness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

    private static String fileName(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
    }
}
