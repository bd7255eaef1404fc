package io.flatness.metrics.sharpness;

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
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.numerics.Lbfgs;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Small rectified networks of several shapes on random data, trained until they stall. */
final class SmallNetwork {
    private static final int[][] WIDTHS = {
        {2, 3, 1}, {3, 4, 3}, {4, 5, 3}, {3, 4, 3, 2}, {2, 6, 2}, {5, 3, 3, 2}, {4, 6, 1}, {3, 5, 4}
    };

    private SmallNetwork() {}

    /** A network of its number alone. */
    static Minimum trained(int number) {
        int[] widths = WIDTHS[number % WIDTHS.length];
        boolean bias = number % 3 != 0;
        boolean squared = number % 2 == 0;
        RandomGenerator random = LocalContext.singleThreaded(number).random("small-network");
        int samples = 12 + number;
        NetworkSurface surface = surface(widths, bias, squared, samples, random);
        double[] start = new double[surface.dimension()];
        for (int i = 0; i < start.length; i++) {
            start[i] = random.nextGaussian();
        }
        Lbfgs.Result result = new Lbfgs(10, 0, 300).minimize(surface::valueAndGradient, start);
        return new Minimum(surface, result.x());
    }

    private static NetworkSurface surface(
            int[] widths, boolean bias, boolean squared, int samples, RandomGenerator random) {
        List<Node> nodes = new ArrayList<>();
        for (int k = 1; k < widths.length; k++) {
            nodes.add(new Node("" + nodes.size(), new Dense(widths[k], bias, WeightOrder.IN_OUT), nodes.size() - 1));
            if (k < widths.length - 1) {
                nodes.add(new Node("" + nodes.size(), Rectifier.relu(), nodes.size() - 1));
            }
        }
        double[] inputs = new double[samples * widths[0]];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextGaussian();
        }
        int outputs = widths[widths.length - 1];
        boolean regression = squared || outputs == 1;
        double[] values = new double[samples * outputs];
        int[] labels = new int[samples];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        for (int i = 0; i < samples; i++) {
            labels[i] = random.nextInt(outputs);
        }
        Network network = new Network(Shape.of(widths[0]), nodes);
        return new NetworkSurface(
                network,
                new double[0],
                new DataSet(
                        Inputs.doubles(inputs, network.inputSize(), 1),
                        regression ? Targets.values(values, outputs) : Targets.labels(labels)),
                new Objective(regression ? new SquaredError(SquaredError.Form.HALF) : new SoftmaxCrossEntropy()),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
    }
}
