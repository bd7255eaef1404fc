package io.flatness.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reference values computed independently in float64. */
final class Oracle {
    private Oracle() {}

    static JsonNode read(String name) {
        try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name + ".json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] vector(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).isArray()
                    ? array.get(i).get(0).asDouble()
                    : array.get(i).asDouble();
        }
        return values;
    }

    static double[] matrix(JsonNode rows) {
        double[] values = new double[rows.size() * rows.get(0).size()];
        int k = 0;
        for (JsonNode row : rows) {
            for (JsonNode value : row) {
                values[k++] = value.asDouble();
            }
        }
        return values;
    }

    /** All numbers of nested arrays, in row-major order. */
    static double[] flat(JsonNode node) {
        return node.isNumber()
                ? new double[] {node.asDouble()}
                : java.util.stream.StreamSupport.stream(node.spliterator(), false)
                        .flatMapToDouble(child -> java.util.Arrays.stream(flat(child)))
                        .toArray();
    }

    static java.util.List<Double> list(JsonNode array) {
        return java.util.Arrays.stream(vector(array)).boxed().toList();
    }
}
