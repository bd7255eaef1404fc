package io.flatness.metrics.hessian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.loss.Bijection;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PotentialsTest {
    private static Node dense(String name, int units, boolean bias, int input) {
        return new Node(name, new Dense(units, bias, WeightOrder.IN_OUT), input);
    }

    private static Potentials chain(boolean bias, int... widths) {
        List<Node> nodes = new ArrayList<>();
        for (int k = 1; k < widths.length; k++) {
            nodes.add(dense("w" + k, widths[k], bias, nodes.size() - 1));
            if (k < widths.length - 1) {
                nodes.add(new Node("relu" + k, Rectifier.relu(), nodes.size() - 1));
            }
        }
        return potentials(new Network(Shape.of(widths[0]), nodes));
    }

    private static Potentials potentials(Network network) {
        return Potentials.of(
                RescalingGroup.of(network.architecture(), Level.LAYER),
                network.layout().size());
    }

    @Test
    void aChainWithoutBiasesLosesItsSmallestLayer() {
        Potentials found = chain(false, 3, 4, 3, 2);
        assertEquals(6, found.lost());
        assertArrayEquals(new int[] {1, 2}, found.levels());
        assertArrayEquals(new int[] {-1}, chain(false, 2, 3, 4).levels());
    }

    @Test
    void biasesBehindTheCutAreLostWithIt() {
        // min over m of n_m + Σ_{k≥m} dim b_k: 12 + 9, 12 + 5 and 6 + 2
        assertEquals(8, chain(true, 3, 4, 3, 2).lost());
        // 2 + 14, 18 + 12 and 27 + 3: the first layer, with all biases
        assertEquals(16, chain(true, 1, 2, 9, 3).lost());
    }

    @Test
    void aDeepChainIsStillACut() {
        // 20 layers are more groups than are tried in every order.
        int[] widths = new int[21];
        java.util.Arrays.setAll(widths, k -> 5 + (k * 7) % 4);
        int smallest = Integer.MAX_VALUE;
        for (int k = 1; k < widths.length; k++) {
            smallest = Math.min(smallest, widths[k - 1] * widths[k]);
        }
        assertEquals(smallest, chain(false, widths).lost());
    }

    @Test
    void factorsOfAResidualNetworkPreserveItsOutputs() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(dense("E", 3, false, -1));
        nodes.add(dense("U", 5, true, 0));
        nodes.add(new Node("r", Rectifier.relu(), 1));
        nodes.add(dense("V", 3, true, 2));
        nodes.add(new Node("add", new Add(), 0, 3));
        nodes.add(dense("H", 2, true, 4));
        Network network = new Network(Shape.of(4), nodes);
        Potentials found = potentials(network);
        LocalContext context = LocalContext.singleThreaded(1);
        RandomGenerator random = context.random("test");
        double[] theta = Surfaces.fill(network.layout().size(), i -> random.nextGaussian());
        double[] inputs = Surfaces.fill(4 * 10, i -> random.nextGaussian());
        DataSet data = new DataSet(Inputs.doubles(inputs, 4, 1), Targets.values(new double[20], 2));
        NetworkSurface surface = new NetworkSurface(
                network,
                new double[0],
                data,
                new Objective(new SquaredError(SquaredError.Form.HALF)),
                Execution.of(context, Precision.FLOAT64, 1L << 20));
        Bijection map = network.architecture()
                .carry(RescalingGroup.of(network.architecture(), Level.LAYER).assignment(found.factors(16)))
                .parameters();
        assertArrayEquals(surface.outputs(theta), surface.outputs(map.forward(theta)));
        double[] factors = map.pushForward(theta, Surfaces.fill(theta.length, i -> 1));
        assertEquals(
                found.lost(),
                java.util.Arrays.stream(factors).filter(f -> f >= 1).count());
    }

    @Test
    void aResidualStreamTiesThePotentialsOfItsBlocks() {
        // stream = x E; twice stream += relu(stream U) V; out = stream H.
        List<Node> nodes = new ArrayList<>();
        nodes.add(dense("E", 4, false, -1));
        for (int block = 0; block < 2; block++) {
            int stream = nodes.size() - 1;
            nodes.add(dense("U" + block, block == 0 ? 12 : 5, false, stream));
            nodes.add(new Node("r" + block, Rectifier.relu(), nodes.size() - 1));
            nodes.add(dense("V" + block, 4, false, nodes.size() - 1));
            nodes.add(new Node("add" + block, new Add(), stream, nodes.size() - 1));
        }
        nodes.add(dense("H", 4, false, nodes.size() - 1));
        Potentials found = potentials(new Network(Shape.of(5), nodes));
        // min(n_E, n_H) + Σ min(n_U, n_V) = min(20, 16) + 48 + 20
        assertEquals(16 + 48 + 20, found.lost());
    }

    /** Into a BatchNorm all weights are amplified, out of it scale and shift are, and what reads them is lost or cut. */
    @Test
    void bothSidesOfABatchNormHavePotentials() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(dense("in", 4, false, -1));
        nodes.add(new Node("norm", new BatchNorm(1e-3), 0));
        nodes.add(new Node("relu", Rectifier.relu(), 1));
        nodes.add(dense("out", 2, false, 2));
        Potentials found = potentials(new Network(Shape.of(3), nodes));
        // 12 weights into the norm, then either 8 scales and shifts or the 8 weights behind them
        assertEquals(8, found.lost());
    }
}
