package io.flatness.transforms;

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
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.tile.Shape;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;

/** Real networks for tests. */
final class Nets {
    private Nets() {}

    /** The network of a reference file. */
    static NetworkSurface of(JsonNode oracle) {
        return ReferenceNetwork.of(oracle).surface();
    }

    static Network chain(Shape input, LayerSpec... layers) {
        List<Node> nodes = new ArrayList<>();
        for (LayerSpec layer : layers) {
            nodes.add(new Node("" + nodes.size(), layer, nodes.size() - 1));
        }
        return new Network(input, nodes);
    }

    static NetworkSurface surface(Network network, double[] buffers, double[] inputs, Targets targets, Loss loss) {
        DataSet data = new DataSet(Inputs.doubles(inputs, network.inputSize(), 1), targets);
        Execution execution = Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26);
        return new NetworkSurface(network, buffers, data, new Objective(loss), execution);
    }

    static double[] dense(SymmetricOperator operator) {
        int n = operator.dimension();
        double[] matrix = new double[n * n];
        for (int j = 0; j < n; j++) {
            double[] basis = new double[n];
            basis[j] = 1;
            System.arraycopy(operator.apply(basis), 0, matrix, j * n, n);
        }
        return matrix;
    }

    static double trace(double[] matrix, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += matrix[i * n + i];
        }
        return sum;
    }
}
