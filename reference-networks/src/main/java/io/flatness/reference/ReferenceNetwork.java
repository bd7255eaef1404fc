package io.flatness.reference;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;

/** Fully connected networks of the reference values, on the real engine. */
public final class ReferenceNetwork {
    private final JsonNode oracle;
    private final LayerSpec activation;
    private final double weightDecay;

    private ReferenceNetwork(JsonNode oracle, LayerSpec activation, double weightDecay) {
        this.oracle = oracle;
        this.activation = activation;
        this.weightDecay = weightDecay;
    }

    /** The network of a file of reference values. */
    public static ReferenceNetwork of(String name) {
        return of(Oracle.read(name));
    }

    /** The network of reference values that were read before. */
    public static ReferenceNetwork of(JsonNode oracle) {
        JsonNode slope = oracle.get("network").get("leaky_slope");
        return new ReferenceNetwork(oracle, slope.isNumber() ? new Rectifier(slope.asDouble()) : Rectifier.relu(), 0);
    }

    /** The same weights under another activation. */
    public ReferenceNetwork with(LayerSpec other) {
        return new ReferenceNetwork(oracle, other, weightDecay);
    }

    /** The same network with ½ λ ‖θ‖² added to its loss. */
    public ReferenceNetwork withWeightDecay(double lambda) {
        return new ReferenceNetwork(oracle, activation, lambda);
    }

    /** The reference values of one of its points. */
    public JsonNode point(int index) {
        return oracle.get("points").get(index);
    }

    /** The network at one of its points. */
    public Minimum minimum(int index) {
        return new Minimum(surface(), Oracle.numbers(point(index).get("theta_flat")));
    }

    /** The loss of the network over its data, in double precision on one thread. */
    public NetworkSurface surface() {
        JsonNode net = oracle.get("network");
        int[] widths = Oracle.integers(net.get("dims"));
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
                : name.equals("mse") ? new SquaredError(SquaredError.Form.HALF) : new Logistic();
        JsonNode y = oracle.get("data").get("Y");
        Targets targets = name.equals("ce")
                ? Targets.labels(Oracle.integers(y))
                : Targets.values(Oracle.numbers(y), network.outputCount());
        Inputs inputs = Inputs.doubles(Oracle.numbers(oracle.get("data").get("X")), network.inputSize(), 1);
        return new NetworkSurface(
                network,
                new double[0],
                new DataSet(inputs, targets),
                new Objective(loss, Reduction.MEAN, weightDecay),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
    }
}
