package io.flatness.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A network of the reference values as a user would write it in an experiment. */
public final class ReferenceProblem {
    private ReferenceProblem() {}

    /** The entry of {@code problems} for the network of a file of reference values with the parameters theta. */
    public static String entry(String id, JsonNode oracle, double[] theta) {
        JsonNode network = oracle.get("network");
        int[] widths = Oracle.integers(network.get("dims"));
        boolean bias = network.get("bias").asBoolean();
        List<List<List<Double>>> weights = new ArrayList<>();
        List<List<Double>> biases = new ArrayList<>();
        int next = 0;
        for (int k = 1; k < widths.length; k++) {
            List<List<Double>> rows = new ArrayList<>();
            for (int i = 0; i < widths[k - 1]; i++, next += widths[k]) {
                rows.add(list(theta, next, widths[k]));
            }
            weights.add(rows);
            if (bias) {
                biases.add(list(theta, next, widths[k]));
                next += widths[k];
            }
        }
        String activation = network.get("activation").asText().equals("leaky")
                ? "{type: leaky-relu, slope: " + network.get("leaky_slope") + "}"
                : "relu";
        boolean classes = oracle.get("loss").asText().equals("ce");
        return """
                  - id: %s
                    type: network
                    model:
                      layers: %s
                      activation: %s
                      bias: %s
                      weights: %s
                %s    data: {type: inline, inputs: %s, %s: %s}
                    loss: %s
                """.formatted(
                        id,
                        network.get("dims"),
                        activation,
                        bias,
                        weights,
                        bias ? "      biases: " + biases + "\n" : "",
                        oracle.at("/data/X"),
                        classes ? "labels" : "targets",
                        oracle.at("/data/Y"),
                        classes ? "cross-entropy" : oracle.get("loss").asText());
    }

    private static List<Double> list(double[] theta, int from, int count) {
        List<Double> numbers = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            numbers.add(theta[i]);
        }
        return numbers;
    }
}
