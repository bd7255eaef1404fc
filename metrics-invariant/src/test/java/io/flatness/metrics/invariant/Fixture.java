package io.flatness.metrics.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Shape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.spi.loss.Minimum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Fully connected networks of the reference values, on the real engine. */
final class Fixture {
    private final JsonNode oracle;
    private final LayerSpec activation;
    private final double weightDecay;

    private Fixture(JsonNode oracle, LayerSpec activation, double weightDecay) {
        this.oracle = oracle;
        this.activation = activation;
        this.weightDecay = weightDecay;
    }

    static Fixture of(String name) {
        JsonNode oracle = read(name);
        JsonNode slope = oracle.get("network").get("leaky_slope");
        return new Fixture(oracle, slope.isNumber() ? new Rectifier(slope.asDouble()) : Rectifier.relu(), 0);
    }

    static JsonNode read(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream("/oracles/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same weights under another activation. */
    Fixture with(LayerSpec other) {
        return new Fixture(oracle, other, weightDecay);
    }

    /** The same network with ½ λ ‖θ‖² added to its loss. */
    Fixture withWeightDecay(double lambda) {
        return new Fixture(oracle, activation, lambda);
    }

    JsonNode point(int index) {
        return oracle.get("points").get(index);
    }

    Minimum minimum(int index) {
        return new Minimum(surface(), numbers(point(index).get("theta_flat")));
    }

    NetworkSurface surface() {
        JsonNode net = oracle.get("network");
        int[] widths = integers(net.get("dims"));
        List<Node> nodes = new ArrayList<>();
        for (int k = 1; k < widths.length; k++) {
            Dense dense = new Dense(widths[k], net.get("bias").asBoolean(), WeightOrder.IN_OUT);
            nodes.add(new Node("" + nodes.size(), dense, nodes.size() - 1));
            if (k < widths.length - 1) {
                nodes.add(new Node("" + nodes.size(), activation, nodes.size() - 1));
            }
        }
        Network network = new Network(Shape.of(widths[0]), nodes);
        String name = oracle.get("loss").asText();
        Loss loss = name.equals("ce")
                ? new SoftmaxCrossEntropy()
                : name.equals("mse") ? new SquaredError(false) : new Logistic();
        JsonNode y = oracle.get("data").get("Y");
        Targets targets =
                name.equals("ce") ? Targets.labels(integers(y)) : Targets.values(numbers(y), network.outputCount());
        Inputs inputs = Inputs.doubles(numbers(oracle.get("data").get("X")), network.inputSize(), 1);
        return new NetworkSurface(
                network,
                new double[0],
                new DataSet(inputs, targets),
                new Objective(loss, Reduction.MEAN, weightDecay),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
    }

    /** All numbers of nested arrays, in row-major order. */
    static double[] numbers(JsonNode node) {
        List<Double> values = new ArrayList<>();
        collect(node, values);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> into) {
        if (node.isNumber()) {
            into.add(node.asDouble());
        } else {
            node.forEach(child -> collect(child, into));
        }
    }

    private static int[] integers(JsonNode node) {
        double[] values = numbers(node);
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
        }
        return integers;
    }
}
