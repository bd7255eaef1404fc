package io.flatness.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the examples measure, as it was committed: losses, values with their kinds, answers of analyses. A difference is named
 * by where it is, with both values and how far they are apart; {@code -Dflatness.golden=write} takes the new values over, and
 * the commit explains them one by one.
 */
final class Golden {
    private static final boolean WRITE = "write".equals(System.getProperty("flatness.golden"));
    private static final Path SOURCES = Path.of("src", "test", "resources", "golden");

    /** What is kept of a point and of a measurement; details, efforts and sentences are not results. */
    private static final List<String> KEPT = List.of(
            "problem",
            "transform",
            "transformParameters",
            "status",
            "loss",
            "accuracy",
            "testLoss",
            "testAccuracy",
            "gradientNorm",
            "relativeCriticality",
            "kinkMargin",
            "metric",
            "type",
            "value",
            "kind",
            "scale",
            "standardError",
            "converged");

    /** Sentences, with rounded numbers in them. */
    private static final Set<String> PROSE = Set.of("reason", "method", "certificate");

    /** Relative: what another kernel of matrix products, and networks trained with it, may differ by. */
    private static final double TOLERANCE = 1e-9;

    /** Below it a number is a rounding error. */
    private static final double NOTHING = 1e-11;

    private final List<String> differences = new ArrayList<>();

    private Golden() {}

    /** Where results are not those of the golden file; empty when they are. */
    static List<String> differences(String example, JsonNode results) throws IOException {
        JsonNode now = essence(results);
        if (WRITE) {
            Files.createDirectories(SOURCES);
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            Files.writeString(SOURCES.resolve(example + ".json"), mapper.writeValueAsString(now) + "\n");
            return List.of();
        }
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + example + ".json")) {
            return in == null
                    ? List.of("there is no golden file of " + example)
                    : differences(new ObjectMapper().readTree(in), now);
        }
    }

    private static JsonNode essence(JsonNode results) {
        ObjectNode essence = JsonNodeFactory.instance.objectNode();
        ArrayNode points = essence.putArray("points");
        for (JsonNode point : results.path("points")) {
            ObjectNode kept = kept(point);
            ArrayNode measurements = kept.putArray("measurements");
            point.path("measurements").forEach(measurement -> measurements.add(kept(measurement)));
            points.add(kept);
        }
        essence.set("analyses", results.path("analyses"));
        return essence;
    }

    private static ObjectNode kept(JsonNode node) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        KEPT.stream().filter(node::has).forEach(key -> kept.set(key, node.get(key)));
        return kept;
    }

    static List<String> differences(JsonNode golden, JsonNode results) {
        Golden comparison = new Golden();
        comparison.compare("", golden, results);
        return comparison.differences;
    }

    private void compare(String at, JsonNode golden, JsonNode now) {
        if (golden.isObject() && now.isObject()) {
            Set<String> keys = new TreeSet<>();
            golden.fieldNames().forEachRemaining(keys::add);
            now.fieldNames().forEachRemaining(keys::add);
            keys.removeAll(PROSE);
            for (String key : keys) {
                compare(at + "/" + key, golden.path(key), now.path(key));
            }
        } else if (golden.isArray() && now.isArray() && golden.size() == now.size()) {
            for (int i = 0; i < golden.size(); i++) {
                compare(at + "/" + label(golden.path(i), i), golden.path(i), now.path(i));
            }
        } else if (golden.isNumber() && now.isNumber()) {
            number(at, golden.asDouble(), now.asDouble());
        } else if (!golden.equals(now)) {
            differences.add(at + ": " + shown(golden) + " became " + shown(now));
        }
    }

    private void number(String at, double golden, double now) {
        double size = Math.max(Math.abs(golden), Math.abs(now));
        double apart = Math.abs(golden - now);
        if (size > NOTHING && apart > TOLERANCE * size) {
            differences.add(at + ": " + golden + " became " + now + ", " + apart / size + " apart");
        }
    }

    /** A point or a measurement by its names, anything else by its place. */
    private static String label(JsonNode entry, int place) {
        List<String> names = new ArrayList<>();
        for (String key : List.of("id", "problem", "transform", "metric", "subject")) {
            if (entry.path(key).isTextual()) {
                names.add(entry.path(key).asText());
            }
        }
        entry.path("transformParameters")
                .properties()
                .forEach(parameter -> names.add(parameter.getKey() + "=" + parameter.getValue()));
        return names.isEmpty() ? String.valueOf(place) : String.join(" ", names);
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
