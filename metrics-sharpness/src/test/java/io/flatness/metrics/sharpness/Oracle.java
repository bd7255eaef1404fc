package io.flatness.metrics.sharpness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reference values from the resources of the tests. */
final class Oracle {
    private Oracle() {}

    static JsonNode read(String name) {
        try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The cases of one kind. */
    static List<JsonNode> cases(String name, String kind) {
        List<JsonNode> cases = new ArrayList<>();
        for (JsonNode entry : read(name).get("cases")) {
            if (entry.get("kind").asText().equals(kind)) {
                cases.add(entry);
            }
        }
        return cases;
    }

    static double[] vector(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    static double[][] matrix(JsonNode rows) {
        double[][] matrix = new double[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = vector(rows.get(i));
        }
        return matrix;
    }
}
