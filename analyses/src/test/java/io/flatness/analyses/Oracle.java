package io.flatness.analyses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

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
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    /** The network of a reference file at a point as a problem of an experiment. */
    static String problem(String id, JsonNode oracle, double[] theta) {
        double[] dims = vector(oracle.get("network").get("dims"));
        boolean biased = oracle.get("network").get("bias").asBoolean();
        List<String> weights = new ArrayList<>();
        List<String> biases = new ArrayList<>();
        int next = 0;
        for (int k = 1; k < dims.length; k++) {
            List<List<Double>> rows = new ArrayList<>();
            for (int i = 0; i < dims[k - 1]; i++) {
                List<Double> row = new ArrayList<>();
                for (int j = 0; j < dims[k]; j++) {
                    row.add(theta[next++]);
                }
                rows.add(row);
            }
            weights.add(rows.toString());
            List<Double> bias = new ArrayList<>();
            for (int j = 0; biased && j < dims[k]; j++) {
                bias.add(theta[next++]);
            }
            biases.add(bias.toString());
        }
        String loss = oracle.get("loss").asText();
        String y = oracle.get("data").get("Y").toString();
        return "  - id: " + id + "\n"
                + "    type: network\n"
                + "    model: {layers: " + oracle.get("network").get("dims") + ", activation: relu, bias: " + biased
                + ", weights: " + weights + (biased ? ", biases: " + biases : "") + "}\n"
                + "    data: {type: inline, inputs: " + oracle.get("data").get("X")
                + (loss.equals("ce") ? ", labels: " : ", targets: ") + y + "}\n"
                + "    loss: " + (loss.equals("ce") ? "cross-entropy" : loss) + "\n";
    }
}
