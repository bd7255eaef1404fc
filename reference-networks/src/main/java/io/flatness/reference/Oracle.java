package io.flatness.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the reference values among the resources of the tests that run. */
public final class Oracle {
    private Oracle() {}

    /** The file {@code /oracles/NAME.json}. */
    public static JsonNode read(String name) {
        try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The cases of one kind. */
    public static List<JsonNode> cases(String name, String kind) {
        List<JsonNode> cases = new ArrayList<>();
        for (JsonNode entry : read(name).get("cases")) {
            if (entry.get("kind").asText().equals(kind)) {
                cases.add(entry);
            }
        }
        return cases;
    }

    /** All numbers of nested arrays, in row-major order. */
    public static double[] numbers(JsonNode node) {
        return list(node).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> into) {
        if (node.isNumber()) {
            into.add(node.asDouble());
        } else {
            node.forEach(child -> collect(child, into));
        }
    }

    /** The same as a list, as parameters of a component take it. */
    public static List<Double> list(JsonNode node) {
        List<Double> values = new ArrayList<>();
        collect(node, values);
        return values;
    }

    /** All numbers of nested arrays as integers, in row-major order. */
    public static int[] integers(JsonNode node) {
        double[] values = numbers(node);
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
        }
        return integers;
    }

    /** A matrix by its rows. */
    public static double[][] matrix(JsonNode rows) {
        double[][] matrix = new double[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = numbers(rows.get(i));
        }
        return matrix;
    }
}
