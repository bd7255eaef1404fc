package io.flatness.networks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Intervals;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.BoxBounds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** No point of a box is above its bound, and the bound of a point is the loss, whatever the layers. */
class IntervalRulesTest {
    private static final int SAMPLES = 3;

    private static NetworkSurface surface(Network network, long seed, Objective objective) {
        double[] buffers = Nets.normals(seed + 1, network.buffers().size());
        double[] x = SequenceCases.inputs(network, Nets.normals(seed + 2, SAMPLES * network.inputSize()));
        int rows = SAMPLES * network.outputPositions();
        double[] y = Nets.normals(seed + 3, rows * network.outputCount());
        Targets targets = new Targets(null, y, network.outputCount(), network.outputPositions(), Targets.IGNORED);
        return Nets.surface(network, buffers, x, targets, objective);
    }

    private static void check(String name, NetworkSurface surface, long seed) {
        BoxBounds bounds = surface.as(BoxBounds.class).orElseThrow();
        int n = surface.dimension();
        double[] theta = Nets.normals(seed, n);
        double loss = surface.value(theta);
        // to rounding outward: hundreds of operations, and sums of terms that are larger than their sum
        assertEquals(loss, bounds.upperBound(theta, new double[n]), 1e-10 * (1 + loss), name);
        for (double radius : new double[] {1e-6, 1e-2, 0.3}) {
            double[] radii = Nets.normals(seed + 17, n);
            for (int k = 0; k < n; k++) {
                radii[k] = radius * Math.abs(radii[k]);
            }
            double bound = bounds.upperBound(theta, radii);
            double below = bounds.lowerBound(theta, radii);
            double highest = loss;
            double lowest = loss;
            for (int trial = 0; trial < 12; trial++) {
                double[] point = Nets.normals(1000 * seed + trial, n);
                for (int k = 0; k < n; k++) {
                    double step = trial % 2 == 0 ? Math.signum(point[k]) : Math.tanh(point[k]);
                    point[k] = theta[k] + step * radii[k];
                }
                double value = surface.value(point);
                highest = Math.max(highest, value);
                lowest = Math.min(lowest, value);
            }
            assertTrue(highest <= bound, name + ", radius " + radius + ": " + highest + " above " + bound);
            assertTrue(below <= lowest, name + ", radius " + radius + ": " + lowest + " below " + below);
            if (radius == 1e-6) {
                assertTrue(loss - below < 1e-2 * (1 + loss), name + ": " + (loss - below) + " for radius 1e-6");
                // intervals alone, of first order: not a thousand times what the loss moves
                assertTrue(bound - loss < 1e-2 * (1 + loss), name + ": " + (bound - loss) + " for radius 1e-6");
            }
        }
    }

    @Test
    void layersOfSequencesVolumesAndGraphs() {
        Objective squared = new Objective(new SquaredError(SquaredError.Form.HALF));
        Set<String> without = new TreeSet<>();
        int with = 0;
        for (Map.Entry<String, Network> one : SequenceCases.all().entrySet()) {
            NetworkSurface surface = surface(one.getValue(), 5, squared);
            if (surface.as(BoxBounds.class).isPresent()) {
                check(one.getKey(), surface, 3);
                with++;
            } else {
                without.add(one.getKey());
            }
        }
        assertTrue(with > 50, with + " networks with bounds");
        for (String name : without) {
            assertTrue(
                    name.matches(".*(softmax|norm|language|frozen|queries|attention|DIVIDE).*"),
                    () -> "no bounds for " + name);
        }
    }

    /** Targets are soft, and penalties small: both ends of every loss. */
    @Test
    void everyLossIsEnclosed() {
        for (Loss loss : List.of(
                new SoftmaxCrossEntropy(),
                new SoftmaxCrossEntropy(0.2),
                new Logistic(),
                new SquaredError(SquaredError.Form.MEAN_OF_ELEMENTS))) {
            Network network = Nets.chain(
                    Shape.of(3),
                    new Dense(4, true, WeightOrder.IN_OUT),
                    Rectifier.relu(),
                    new Dense(2, true, WeightOrder.IN_OUT));
            for (long seed = 1; seed < 4; seed++) {
                double[] x = Nets.normals(seed, 9);
                Targets targets = Targets.values(new double[] {0.3, 0.7, 1, 0, 0.5, 0.5}, 2);
                Objective objective = new Objective(loss, Reduction.MEAN, 0.01);
                check(loss.name(), Nets.surface(network, new double[0], x, targets, objective), seed);
            }
        }
    }

    @Test
    void frozenTensorsAndSeveralInputsAreEnclosed() {
        Network network = new Network(
                List.of(Shape.of(3), Shape.of(2)),
                List.of(
                        new Node("a", new Dense(4, true, WeightOrder.OUT_IN), -1),
                        new Node("b", new Dense(4, true, WeightOrder.IN_OUT), -2),
                        new Node("sum", new Add(), 0, 1),
                        new Node("relu", Rectifier.relu(), 2),
                        new Node("head", new Dense(2, true, WeightOrder.OUT_IN), 3)),
                4,
                Set.of("b.weight"));
        Objective objective = new Objective(new SquaredError(SquaredError.Form.HALF), Reduction.SUM, 0.1);
        for (long seed = 1; seed < 4; seed++) {
            check("frozen", surface(network, seed, objective), seed);
        }
    }

    /** Inputs of one sign, of both, known in numbers and in intervals: each goes another way through a dense layer. */
    @Test
    void denseLayersOfEverySign() {
        Objective objective = new Objective(new SquaredError(SquaredError.Form.HALF));
        for (WeightOrder order : WeightOrder.values()) {
            Network network = Nets.chain(
                    Shape.of(5),
                    new Dense(6, true, order),
                    Rectifier.relu(),
                    new Dense(4, true, order),
                    new Dense(3, false, order),
                    Rectifier.abs(),
                    new Dense(2, true, order));
            for (long seed = 1; seed < 4; seed++) {
                check(order + " seed " + seed, surface(network, seed, objective), seed);
            }
        }
    }

    /** Products of matrices give the same as products of intervals one by one. */
    @Test
    void denseLayersByMatricesAreThoseByNumbers() {
        for (WeightOrder order : WeightOrder.values()) {
            Dense layer = new Dense(4, true, order);
            Network network = Nets.chain(Shape.of(7), layer);
            var rule = layer.intervals(network.site(0)).orElseThrow();
            Intervals box = around(Nets.normals(1, 32), 0.2);
            for (int kind = 0; kind < 4; kind++) {
                double[] x = Nets.normals(2 + kind, 35);
                if (kind > 1) {
                    Arrays.setAll(x, k -> Math.abs(x[k]) + 0.3);
                }
                Intervals in = around(x, kind % 2 == 0 ? 0 : 0.3);
                Intervals expected = Intervals.zeros(20);
                rule.enclose(new Intervals[] {in}, box, new double[0], expected);
                Intervals found = Intervals.zeros(20);
                rule.prepared(
                                box,
                                LocalContext.singleThreaded(1).linearAlgebra().gemm())
                        .encloseAll(5, new Intervals[] {in}, box, new double[0], found);
                for (int k = 0; k < 20; k++) {
                    assertEquals(expected.low()[k], found.low()[k], 1e-12, order + " kind " + kind);
                    assertEquals(expected.high()[k], found.high()[k], 1e-12, order + " kind " + kind);
                }
            }
        }
    }

    private static Intervals around(double[] center, double radius) {
        Intervals box = Intervals.zeros(center.length);
        for (int k = 0; k < center.length; k++) {
            box.low()[k] = center[k] - radius;
            box.high()[k] = center[k] + radius;
        }
        return box;
    }

    @Test
    void functionsStayInsideTheirEnclosure() {
        RandomGenerator random = LocalContext.singleThreaded(1).random("intervals");
        Map<Activation.Function, Boolean> known = new LinkedHashMap<>();
        Site site = Nets.chain(Shape.of(1), new Activation(Activation.Function.TANH))
                .site(0);
        for (Activation.Function function : Activation.Function.values()) {
            Activation layer = new Activation(function);
            var rule = layer.intervals(site);
            known.put(function, rule.isPresent());
            for (int trial = 0; rule.isPresent() && trial < 60; trial++) {
                double center = random.nextGaussian() * (trial % 3 == 0 ? 8 : 1.5);
                double radius = Math.pow(10, -8 * random.nextDouble()) * (trial % 5 == 0 ? 4 : 1);
                Intervals in = around(new double[] {center}, radius);
                Intervals out = Intervals.zeros(1);
                rule.orElseThrow().enclose(new Intervals[] {in}, Intervals.zeros(0), new double[0], out);
                double width = out.high()[0] - out.low()[0];
                double least = Double.POSITIVE_INFINITY;
                double most = Double.NEGATIVE_INFINITY;
                for (int i = 0; i <= 40; i++) {
                    double value = layer.value(in.low()[0] + i / 40.0 * (in.high()[0] - in.low()[0]));
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
                String where = function + " on " + center + " ± " + radius;
                assertTrue(out.low()[0] < least && most < out.high()[0], where);
                // tight: what the grid misses of the range is of second order
                assertTrue(width <= (most - least) + 5e-3 * radius + 1e-13 * (1 + Math.abs(most)), where);
            }
        }
        for (Activation.Function function : List.of(
                Activation.Function.SINE,
                Activation.Function.COSINE,
                Activation.Function.LOG,
                Activation.Function.SQRT,
                Activation.Function.RECIPROCAL,
                Activation.Function.POWER)) {
            assertEquals(Optional.of(false), Optional.ofNullable(known.remove(function)));
        }
        assertTrue(known.values().stream().allMatch(present -> present), known::toString);
    }

    /** What is too large for a number is bounded by infinity. */
    @Test
    void overflowIsNoBound() {
        Network network = Nets.chain(
                Shape.of(2),
                new Dense(3, false, WeightOrder.OUT_IN),
                Rectifier.relu(),
                new Dense(3, false, WeightOrder.OUT_IN),
                Rectifier.relu(),
                new Dense(1, false, WeightOrder.OUT_IN));
        NetworkSurface surface = surface(network, 2, new Objective(new SquaredError(SquaredError.Form.HALF)));
        double[] theta = Nets.normals(1, surface.dimension());
        double[] radii = new double[theta.length];
        for (double radius : new double[] {1e100, 1e160, 1e300}) {
            Arrays.fill(radii, radius);
            assertEquals(
                    Double.POSITIVE_INFINITY,
                    surface.as(BoxBounds.class).orElseThrow().upperBound(theta, radii));
        }
    }
}
