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
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reduce;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.Measurement;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PathNormTest {
    /** An image of 2 × 1, the layer, and a dense layer with the weights 1, 2, 3 … */
    private static Measurement pathNorm(LayerSpec layer) {
        return pathNorm(layer, false);
    }

    private static Measurement pathNorm(LayerSpec layer, boolean mapped) {
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
                .measure(
                        new Minimum(mapped ? surface.withInputMap(new Affinely()) : surface, theta),
                        LocalContext.singleThreaded(1));
    }

    @Test
    void zerosAroundAnImageAddNoPaths() {
        assertEquals(2 + 3, pathNorm(new Pad(1, 0, 1, 0, 0)).value());
    }

    @Test
    void layersThatDoMoreThanSendingPathsOnAreRefused() {
        for (LayerSpec layer : List.of(
                new Pad(1, 0, 1, 0, 0.5),
                Scale.of(-1, 0),
                new Rectifier(2),
                new Activation(Activation.Function.CLIP, 0, 6),
                new Reduce(Reduce.Operation.MINIMUM, List.of(1), true))) {
            assertEquals(
                    "layer x (" + layer.type() + ") does more than sending paths on: it brings in numbers that are no"
                            + " weights of paths, or takes differences",
                    pathNorm(layer).reason());
        }
    }

    @Test
    void frozenWeightsAreNoParametersOfPaths() {
        Network network = new Network(
                List.of(Shape.of(2)),
                List.of(
                        new Node("a", new Dense(2, false, WeightOrder.OUT_IN), -1),
                        new Node("b", new Dense(1, false, WeightOrder.OUT_IN), 0)),
                1,
                Set.of("b.weight"));
        NetworkSurface surface = new NetworkSurface(
                network,
                new double[] {-1, 2},
                new DataSet(Inputs.doubles(new double[] {1, 1}, 2, 1), Targets.values(new double[1], 1)),
                new Objective(new SquaredError(SquaredError.Form.HALF)),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
        assertEquals(
                "the network has fixed numbers, frozen weights or the statistics of a BatchNorm, that are no weights of"
                        + " paths; fold a BatchNorm into the layer before it",
                new PathNorm(new PathNormParameters(1))
                        .measure(
                                new Minimum(surface, new double[] {1, 2, 3, 4}), LocalContext.singleThreaded(1))
                        .reason());
    }

    @Test
    void aMapOfTheInputsIsNoPartOfThePaths() {
        assertEquals(1 + 2, pathNorm(Rectifier.relu()).value());
        assertEquals(1 + 2, pathNorm(Rectifier.relu(), true).value());
    }

    /** x ↦ 5 x − 3. */
    private record Affinely() implements InputMap {
        @Override
        public void apply(double[] x, double[] into) {
            for (int k = 0; k < x.length; k++) {
                into[k] = 5 * x[k] - 3;
            }
        }

        @Override
        public void pullBack(double[] x, double[] w, double[] into) {
            for (int k = 0; k < w.length; k++) {
                into[k] = 5 * w[k];
            }
        }
    }
}
