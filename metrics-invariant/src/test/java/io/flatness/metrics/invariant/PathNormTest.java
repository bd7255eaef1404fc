package io.flatness.metrics.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.Measurement;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathNormTest {
    /** An image of 2 × 1, the layer, and a dense layer with the weights 1, 2, 3 … */
    private static Measurement pathNorm(LayerSpec layer) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("x", layer, -1));
        nodes.add(new Node("flat", Reshape.flatten(), 0));
        nodes.add(new Node("head", new Dense(1, false, WeightOrder.OUT_IN), 1));
        Network network = new Network(Shape.of(1, 2, 1), nodes);
        double[] theta = new double[network.layout().size()];
        for (int k = 0; k < theta.length; k++) {
            theta[k] = k + 1;
        }
        NetworkSurface surface = new NetworkSurface(
                network,
                new double[0],
                new DataSet(Inputs.doubles(new double[] {1, 1}, 2, 1), Targets.values(new double[1], 1)),
                new Objective(new SquaredError(SquaredError.Form.HALF)),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
        return new PathNorm(new PathNormParameters(1))
                .measure(new Minimum(surface, theta), LocalContext.singleThreaded(1));
    }

    @Test
    void zerosAroundAnImageAddNoPaths() {
        assertEquals(2 + 3, pathNorm(new Pad(1, 0, 1, 0, 0)).value());
    }

    @Test
    void fixedNumbersAreNoWeightsOfPaths() {
        assertEquals(
                "layer x (pad) brings in fixed numbers that are no weights of paths",
                pathNorm(new Pad(1, 0, 1, 0, 0.5)).reason());
        assertEquals(
                "layer x (scale) brings in fixed numbers that are no weights of paths",
                pathNorm(Scale.of(-1, 0)).reason());
    }
}
