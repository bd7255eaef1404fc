package io.flatness.networks.engine;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Small networks and surfaces for tests. */
final class Nets {
    private Nets() {}

    /** Dense layers with an activation between them. */
    static Network mlp(int[] widths, LayerSpec activation, boolean bias, WeightOrder order) {
        List<Node> nodes = new ArrayList<>();
        for (int k = 1; k < widths.length; k++) {
            nodes.add(new Node("" + nodes.size(), new Dense(widths[k], bias, order), nodes.size() - 1));
            if (k < widths.length - 1) {
                nodes.add(new Node("" + nodes.size(), activation, nodes.size() - 1));
            }
        }
        return new Network(Shape.of(widths[0]), nodes);
    }

    /** Layers one after the other, named by their numbers. */
    static Network chain(Shape input, LayerSpec... layers) {
        List<Node> nodes = new ArrayList<>();
        for (LayerSpec layer : layers) {
            nodes.add(new Node("" + nodes.size(), layer, nodes.size() - 1));
        }
        return new Network(input, nodes);
    }

    static Execution execution(Precision precision) {
        return Execution.of(LocalContext.singleThreaded(1), precision, 1L << 26);
    }

    static NetworkSurface surface(Network network, double[] inputs, Targets targets, Loss loss) {
        return surface(network, new double[network.buffers().size()], inputs, targets, new Objective(loss));
    }

    static NetworkSurface surface(
            Network network, double[] buffers, double[] inputs, Targets targets, Objective objective) {
        DataSet data = new DataSet(Inputs.doubles(inputs, network.inputSize(), 1), targets);
        return new NetworkSurface(network, buffers, data, objective, execution(Precision.FLOAT64));
    }

    static double[] normals(long seed, int length) {
        RandomGenerator random = LocalContext.singleThreaded(seed).random("test");
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    /** All rows of an operator, in blocks of {@code block} columns. */
    static double[] dense(SymmetricOperator operator, int block) {
        int n = operator.dimension();
        double[] matrix = new double[n * n];
        for (int first = 0; first < n; first += block) {
            int count = Math.min(block, n - first);
            double[][] units = new double[count][n];
            double[][] products = new double[count][n];
            for (int i = 0; i < count; i++) {
                units[i][first + i] = 1;
            }
            operator.applyBlock(units, products);
            for (int i = 0; i < count; i++) {
                System.arraycopy(products[i], 0, matrix, (first + i) * n, n);
            }
        }
        return matrix;
    }
}
