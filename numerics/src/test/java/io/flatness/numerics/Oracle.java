package io.flatness.numerics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Reference values computed independently in float64, by dotted path. */
record Oracle(JsonNode root) {
    static Oracle read(String file) {
        try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + file)) {
            return new Oracle(new ObjectMapper().readTree(Objects.requireNonNull(in, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode at(String path) {
        return root.at("/" + path.replace('.', '/'));
    }

    double number(String path) {
        return at(path).doubleValue();
    }

    double[] vector(String path) {
        JsonNode node = at(path);
        return Matrices.fill(node.size(), i -> node.get(i).doubleValue());
    }

    /** A matrix, row-major. */
    double[] flat(String path) {
        JsonNode node = at(path);
        int columns = node.get(0).size();
        return Matrices.fill(
                node.size() * columns,
                i -> node.get(i / columns).get(i % columns).doubleValue());
    }

    /** A matrix as a list of its columns. */
    double[][] columns(String path) {
        JsonNode node = at(path);
        double[][] columns = new double[node.get(0).size()][];
        for (int j = 0; j < columns.length; j++) {
            int column = j;
            columns[j] = Matrices.fill(node.size(), i -> node.get(i).get(column).doubleValue());
        }
        return columns;
    }
}
