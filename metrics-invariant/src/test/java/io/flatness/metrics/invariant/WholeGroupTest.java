package io.flatness.metrics.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Carried;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Orbit minima and canonical points of networks of every kind, against random elements of the whole group. */
class WholeGroupTest {
    /** {@code -Dflatness.points=1000} for more. */
    private static final int MOVES = Integer.getInteger("flatness.points", 12);

    private static MetricContext context() {
        return LocalContext.singleThreaded(4);
    }

    private static LayerSpec dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    private static LayerSpec conv(int outputs) {
        return new Conv2d(outputs, Window.square(3, 1, 1), 1, false);
    }

    private static LayerSpec pointwise(int outputs) {
        return new Conv2d(outputs, Window.square(1, 1, 0), 1, false);
    }

    private static Network chain(Shape input, LayerSpec... layers) {
        List<Node> nodes = new ArrayList<>();
        for (LayerSpec layer : layers) {
            nodes.add(new Node("" + nodes.size(), layer, nodes.size() - 1));
        }
        return new Network(input, nodes);
    }

    private static Map<String, Network> networks() {
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("mlp", chain(Shape.of(3), dense(4), Rectifier.relu(), dense(3), Rectifier.relu(), dense(2)));
        networks.put(
                "convolutions",
                chain(
                        Shape.of(1, 4, 4),
                        conv(2),
                        Rectifier.relu(),
                        conv(2),
                        Rectifier.relu(),
                        new GlobalAveragePool(),
                        Reshape.flatten(),
                        dense(2)));
        networks.put(
                "batch norm",
                chain(
                        Shape.of(1, 4, 4),
                        pointwise(2),
                        new BatchNorm(1e-3),
                        Rectifier.relu(),
                        pointwise(2),
                        new BatchNorm(1e-3),
                        Rectifier.relu(),
                        new GlobalAveragePool(),
                        Reshape.flatten(),
                        dense(2)));
        networks.put(
                "residual",
                new Network(
                        Shape.of(1, 4, 4),
                        List.of(
                                new Node("stem", pointwise(2), -1),
                                new Node("stem norm", new BatchNorm(1e-3), 0),
                                new Node("stem relu", Rectifier.relu(), 1),
                                new Node("a", pointwise(2), 2),
                                new Node("a norm", new BatchNorm(1e-3), 3),
                                new Node("a relu", Rectifier.relu(), 4),
                                new Node("b", pointwise(2), 5),
                                new Node("b norm", new BatchNorm(1e-3), 6),
                                new Node("sum", new Add(), 2, 7),
                                new Node("sum relu", Rectifier.relu(), 8),
                                new Node("pool", new GlobalAveragePool(), 9),
                                new Node("flat", Reshape.flatten(), 10),
                                new Node("head", dense(2), 11))));
        networks.put(
                "maxout", chain(Shape.of(3), dense(6), new Maxout(2, false), dense(4), new Maxout(2, true), dense(2)));
        return networks;
    }

    private static double[] normals(RandomGenerator random, int n) {
        double[] values = new double[n];
        Arrays.setAll(values, k -> random.nextGaussian());
        return values;
    }

    private static Minimum point(Network network, long seed) {
        RandomGenerator random = LocalContext.singleThreaded(seed).random("network");
        double[] buffers = normals(random, network.buffers().size());
        Arrays.setAll(buffers, k -> 0.3 + Math.abs(buffers[k]));
        DataSet data = new DataSet(
                Inputs.doubles(normals(random, 5 * network.inputSize()), network.inputSize(), 1),
                Targets.values(normals(random, 10), 2));
        NetworkSurface surface = new NetworkSurface(
                network,
                buffers,
                data,
                new Objective(new SquaredError(SquaredError.Form.HALF)),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
        return new Minimum(surface, normals(random, network.layout().size()));
    }

    /** An element of the group, buffers moved with the parameters. */
    private static Minimum moved(Minimum minimum, Level level, RandomGenerator random, double width) {
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        RescalingGroup group = RescalingGroup.of(network.architecture(), level);
        double[] factors = new double[group.dimension()];
        Arrays.setAll(factors, v -> Math.exp(width * random.nextGaussian()));
        Carried carried = network.architecture().carry(group.assignment(factors));
        return new Minimum(
                network.withBuffers(carried.buffers().forward(network.buffers())),
                carried.parameters().forward(minimum.theta()));
    }

    private static double[] spectrum(Minimum minimum) {
        DenseSymmetric hessian = DenseSymmetric.of(minimum.surface().hessianAt(minimum.theta()));
        return context().linearAlgebra().eigenvalues(hessian.matrix(), hessian.n());
    }

    private static Measurement trace(Minimum minimum, Level level) {
        return new OrbitMinimalTrace(new OrbitMinimalTraceParameters(level)).measure(minimum, context());
    }

    private static Measurement norm(Minimum minimum, Level level) {
        return new OrbitMinimalSpectralNorm(new OrbitMinimalSpectralNormParameters(level)).measure(minimum, context());
    }

    private static double lower(Measurement norm) {
        return (double) norm.details().get("lowerBound");
    }

    @Test
    void noElementOfTheGroupFallsBelowTheInfima() {
        networks().forEach((name, network) -> {
            Minimum minimum = point(network, 3);
            double[] here = spectrum(minimum);
            for (Level level : Level.values()) {
                Measurement trace = trace(minimum, level);
                Measurement norm = norm(minimum, level);
                String which = name + " " + level;
                assertTrue(trace.value() <= Arrays.stream(here).sum() * (1 + 1e-12), which);
                assertTrue(norm.value() <= Math.max(here[0], -here[here.length - 1]) * (1 + 1e-12), which);
                assertTrue(lower(norm) <= norm.value(), which);
                RandomGenerator random = context().random(which);
                for (int move = 0; move < MOVES; move++) {
                    double[] there = spectrum(moved(minimum, level, random, 0.8 * (1 + move) / MOVES));
                    assertTrue(Arrays.stream(there).sum() >= trace.value() * (1 - 1e-10), which + " move " + move);
                    assertTrue(
                            Math.max(there[0], -there[there.length - 1]) >= lower(norm) * (1 - 1e-12),
                            which + " move " + move);
                }
            }
        });
    }

    /** The larger group reaches lower, and both the same from wherever the search starts. */
    @Test
    void infimaAreThoseOfTheOrbitAndMonotoneInTheGroup() {
        networks().forEach((name, network) -> {
            Minimum minimum = point(network, 5);
            assertTrue(
                    trace(minimum, Level.NODE).value()
                            <= trace(minimum, Level.LAYER).value() * (1 + 1e-12),
                    name);
            assertTrue(
                    lower(norm(minimum, Level.NODE))
                            <= norm(minimum, Level.LAYER).value(),
                    name);
            for (Level level : Level.values()) {
                Minimum other = moved(minimum, level, context().random(name + level), 1);
                double least = trace(minimum, level).value();
                assertEquals(least, trace(other, level).value(), 1e-9 * least, name + " " + level);
                Measurement norm = norm(minimum, level);
                Measurement there = norm(other, level);
                assertTrue(lower(there) <= norm.value() && lower(norm) <= there.value(), name + " " + level);
            }
        });
    }

    @Test
    void canonicalPointsAreThoseOfTheOrbit() {
        networks().forEach((name, network) -> {
            for (long seed = 1; seed <= 2; seed++) {
                Minimum minimum = point(network, seed);
                for (Metric metric : List.of(new GaugeFixedTrace(), new GaugeFixedSpectralNorm())) {
                    double here = metric.measure(minimum, context()).value();
                    for (Level level : Level.values()) {
                        Minimum other = moved(minimum, level, context().random(name + level), 1.5);
                        assertEquals(
                                here,
                                metric.measure(other, context()).value(),
                                1e-8 * here,
                                name + " " + level + " seed " + seed);
                    }
                }
            }
        });
    }
}
