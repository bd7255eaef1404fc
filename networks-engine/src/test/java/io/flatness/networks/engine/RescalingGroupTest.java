package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.loss.Carried;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The group of rescalings of whole networks: it keeps the function, misses no generator, and its levels contain each other. */
class RescalingGroupTest {
    private static final Dense HEAD = new Dense(2, true, WeightOrder.OUT_IN);

    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    private static Conv2d conv(int outputs, int groups) {
        return new Conv2d(outputs, Window.square(3, 1, 1), groups, false);
    }

    private static Network mlp() {
        return Nets.mlp(new int[] {3, 5, 4, 2}, Rectifier.relu(), true, WeightOrder.IN_OUT);
    }

    private static Network maxout() {
        return Nets.chain(Shape.of(3), dense(6), new Maxout(2, false), dense(6), new Maxout(3, true), HEAD);
    }

    private static Network partlySmooth() {
        return Nets.chain(
                Shape.of(3),
                dense(4),
                new Activation(Activation.Function.TANH),
                dense(5),
                new Activation(Activation.Function.SQUARED_RELU),
                HEAD);
    }

    private static Network residual() {
        return new Network(
                Shape.of(2, 4, 4),
                List.of(
                        new Node("stem", conv(4, 1), -1),
                        new Node("stem norm", new BatchNorm(1e-3), 0),
                        new Node("stem relu", Rectifier.relu(), 1),
                        new Node("a", conv(3, 1), 2),
                        new Node("a norm", new BatchNorm(1e-3), 3),
                        new Node("a relu", Rectifier.relu(), 4),
                        new Node("b", conv(4, 1), 5),
                        new Node("b norm", new BatchNorm(1e-3), 6),
                        new Node("sum", new Add(), 2, 7),
                        new Node("sum relu", Rectifier.relu(), 8),
                        new Node("depthwise", conv(4, 4), 9),
                        new Node("join", new Concat(), 9, 10),
                        new Node("pool", new GlobalAveragePool(), 11),
                        new Node("flat", Reshape.flatten(), 12),
                        new Node("head", HEAD, 13)));
    }

    private static Map<String, Network> networks() {
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("mlp", mlp());
        networks.put("maxout", maxout());
        networks.put("partly smooth", partlySmooth());
        networks.put("residual", residual());
        return networks;
    }

    private static int dimension(String name, Level level) {
        return RescalingGroup.of(networks().get(name).architecture(), level).dimension();
    }

    @Test
    void everyGeneratorIsFound() {
        assertEquals(2, dimension("mlp", Level.LAYER));
        assertEquals(9, dimension("mlp", Level.NODE));
        assertEquals(2, dimension("maxout", Level.LAYER));
        assertEquals(5, dimension("maxout", Level.NODE));
        assertEquals(1, dimension("partly smooth", Level.LAYER));
        assertEquals(5, dimension("partly smooth", Level.NODE));
        // into the norms of stem, a, b; out of a's norm; the stream. The depthwise convolution is joined with the
        // stream: the
        // head has one factor for both, so that it takes none of its own; its units do.
        assertEquals(5, dimension("residual", Level.LAYER));
        assertEquals(4 + 3 + 4 + 3 + 4 + 4, dimension("residual", Level.NODE));
    }

    @Test
    void randomElementsKeepTheFunction() {
        networks().forEach((name, network) -> {
            for (Level level : Level.values()) {
                for (long seed = 1; seed <= 5; seed++) {
                    assertKept(name, network, level, seed, false);
                    assertKept(name, network, level, seed, true);
                }
            }
        });
    }

    private static void assertKept(String name, Network network, Level level, long seed, boolean powersOfTwo) {
        double[] theta = Nets.normals(seed, network.layout().size());
        double[] buffers = Nets.normals(seed + 50, network.buffers().size());
        Arrays.setAll(buffers, k -> Math.abs(buffers[k]));
        NetworkSurface surface = Nets.surface(
                network,
                buffers,
                Nets.normals(seed + 70, 3 * network.inputSize()),
                Targets.values(new double[6], 2),
                new Objective(new SquaredError(SquaredError.Form.HALF)));
        RescalingGroup group = RescalingGroup.of(surface.architecture(), level);
        RandomGenerator random = LocalContext.singleThreaded(seed).random(name);
        double[] factors = new double[group.dimension()];
        Arrays.setAll(
                factors,
                v -> powersOfTwo ? Math.scalb(1.0, random.nextInt(-5, 6)) : StrictMath.exp(random.nextGaussian()));
        Carried carried = surface.architecture().carry(group.assignment(factors));
        double[] moved = carried.parameters().forward(theta);
        double[] outputs =
                surface.withBuffers(carried.buffers().forward(buffers)).outputs(moved);
        String which = name + " " + level + " seed " + seed;
        if (powersOfTwo) {
            assertArrayEquals(surface.outputs(theta), outputs, which);
        } else {
            assertClose(surface.outputs(theta), outputs, 1e-12, 0, which);
        }
        double[] x = Arrays.stream(factors).map(Math::log).toArray();
        double[] product = new double[theta.length];
        double[] known = group.factors(x);
        Arrays.setAll(product, k -> known[k] * theta[k]);
        assertClose(product, moved, 1e-12, 0, which);
    }

    @Test
    void unitsContainLayers() {
        networks().forEach((name, network) -> {
            RescalingGroup layers = RescalingGroup.of(network.architecture(), Level.LAYER);
            RescalingGroup units = RescalingGroup.of(network.architecture(), Level.NODE);
            int n = network.layout().size();
            double[][] basis = new double[units.dimension()][n];
            for (int v = 0; v < basis.length; v++) {
                fill(units.generators().get(v), basis[v]);
            }
            for (RescalingGroup.Generator generator : layers.generators()) {
                double[] left = new double[n];
                fill(generator, left);
                assertTrue(norm(left) > 0);
                project(left, basis);
                assertTrue(norm(left) < 1e-10, name + " " + generator.layer());
            }
        });
    }

    private static void fill(RescalingGroup.Generator generator, double[] into) {
        for (int m = 0; m < generator.parameters().length; m++) {
            into[generator.parameters()[m]] = generator.exponents()[m];
        }
    }

    /** Takes the span of the rows out of a vector, by Gram–Schmidt twice. */
    private static void project(double[] vector, double[][] rows) {
        double[][] orthogonal = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            orthogonal[r] = rows[r].clone();
            for (int pass = 0; pass < 2; pass++) {
                for (int q = 0; q < r; q++) {
                    subtract(orthogonal[r], orthogonal[q]);
                }
            }
        }
        for (int pass = 0; pass < 2; pass++) {
            for (double[] row : orthogonal) {
                subtract(vector, row);
            }
        }
    }

    private static void subtract(double[] from, double[] direction) {
        double dot = 0;
        for (int k = 0; k < from.length; k++) {
            dot += from[k] * direction[k];
        }
        double share = dot / (norm(direction) * norm(direction));
        for (int k = 0; k < from.length; k++) {
            from[k] -= share * direction[k];
        }
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }
}
