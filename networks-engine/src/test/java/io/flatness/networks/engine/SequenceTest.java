package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reduce;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.SampleGradients;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private static final double[] TOKENS = {0, 2, 1, 3, 3, 0};

    private static Network tied(Set<String> frozen) {
        return new Network(
                List.of(Shape.of(3)),
                List.of(
                        new Node("tokens", new Embedding(4, 2), List.of(-1), List.of("table")),
                        new Node("mix", new Dense(2, true, WeightOrder.IN_OUT), 0),
                        new Node("head", new Dense(4, false, WeightOrder.OUT_IN), List.of(1), List.of("table"))),
                2,
                frozen);
    }

    private static NetworkSurface surface(Network network, double[] buffers, int... labels) {
        return Nets.surface(
                network, buffers, TOKENS, Targets.positions(labels, 3, -100), new Objective(new SoftmaxCrossEntropy()));
    }

    @Test
    void aSharedTensorIsOneBlockWhereItIsUsedFirst() {
        Network network = tied(Set.of());
        assertEquals(
                List.of("table", "mix.weight", "mix.bias"),
                network.layout().blocks().stream().map(Block::name).toList());
        assertFalse(network.piecewiseLinear());
        NetworkSurface surface = surface(network, new double[0], 0, 1, 2, 3, 0, 1);
        assertTrue(surface.as(ExactCurvature.class).isEmpty());
    }

    /** The loss over two sequences is the mean over their labelled positions, whichever are left out. */
    @Test
    void lossIsTheMeanOverLabelledPositions() {
        Network network = tied(Set.of());
        double[] theta = Nets.normals(3, network.layout().size());
        double[] all = surface(network, new double[0], 0, 1, 2, 3, 0, 1).outputs(theta);
        int[] labels = {0, -100, 2, -100, -100, 1};
        NetworkSurface surface = surface(network, new double[0], labels);
        double sum = 0;
        double right = 0;
        for (int row = 0; row < 6; row++) {
            if (labels[row] >= 0) {
                double[] f = Arrays.copyOfRange(all, 4 * row, 4 * row + 4);
                double mass = Arrays.stream(f).map(Math::exp).sum();
                sum += Math.log(mass) - f[labels[row]];
                right += f[labels[row]] == Arrays.stream(f).max().orElseThrow() ? 1 : 0;
            }
        }
        assertClose(sum / 3, surface.value(theta), 1e-13, 0, "loss");
        assertEquals(right / 3, surface.accuracy(theta).orElseThrow(), 0);
        assertEquals(3, surface.countedPositions());
        assertEquals(4, surface.outputCount());
        assertClose(
                surface.value(theta),
                Arrays.stream(surface.sampleLosses(theta)).average().orElseThrow(),
                1e-13,
                0,
                "mean of samples");
        double[] mean = new double[theta.length];
        for (int i = 0; i < 2; i++) {
            double[] one = surface.as(SampleGradients.class).orElseThrow().sampleGradient(theta, i);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += one[k] / 2;
            }
        }
        assertClose(surface.gradient(theta), mean, 1e-13, 1e-15, "mean of gradients");
    }

    /** What is left out has no influence on the Hessian: any label that is left out gives the same. */
    @Test
    void curvatureOfSomePositionsAddsUpToThatOfAll() {
        Network network = tied(Set.of());
        double[] theta = Nets.normals(4, network.layout().size());
        double[] whole =
                Nets.dense(surface(network, new double[0], 0, 1, 2, 3, 0, 1).hessianAt(theta), 2);
        double[] first = Nets.dense(
                surface(network, new double[0], 0, -100, 2, -100, -100, 1).hessianAt(theta), 2);
        double[] second = Nets.dense(
                surface(network, new double[0], -100, 1, -100, 3, 0, -100).hessianAt(theta), 2);
        double[] sum = new double[whole.length];
        for (int k = 0; k < sum.length; k++) {
            sum[k] = (first[k] + second[k]) / 2;
        }
        assertClose(whole, sum, 1e-13, 1e-14, "Hessian");
    }

    @Test
    void aFrozenTensorStandsFirstAmongTheBuffersAndTheOthersKeepTheirCurvature() {
        Network free = tied(Set.of());
        Network held = tied(Set.of("mix.weight"));
        assertEquals(4, held.frozen());
        assertEquals(
                List.of("mix.weight"),
                held.buffers().blocks().stream().map(Block::name).toList());
        int n = free.layout().size();
        double[] theta = Nets.normals(5, n);
        double[] frozen = Arrays.copyOfRange(theta, 8, 12);
        int[] rest = {0, 1, 2, 3, 4, 5, 6, 7, 12, 13};
        double[] kept = Arrays.stream(rest).mapToDouble(k -> theta[k]).toArray();
        NetworkSurface a = surface(free, new double[0], 0, 1, 2, 3, 0, 1);
        NetworkSurface b = surface(held, frozen, 0, 1, 2, 3, 0, 1);
        assertEquals(a.value(theta), b.value(kept), 0);
        double[] gradient = a.gradient(theta);
        assertArrayEquals(Arrays.stream(rest).mapToDouble(k -> gradient[k]).toArray(), b.gradient(kept));
        double[] whole = Nets.dense(a.hessianAt(theta), 3);
        double[] part = Nets.dense(b.hessianAt(kept), 3);
        for (int i = 0; i < rest.length; i++) {
            for (int j = 0; j < rest.length; j++) {
                assertClose(whole[rest[i] * n + rest[j]], part[i * rest.length + j], 1e-13, 1e-16, i + ", " + j);
            }
        }
    }

    @Test
    void theLossOfAllIsTheMeanOfThatOfEach() {
        Network network = tied(Set.of());
        double[] theta = Nets.normals(6, network.layout().size());
        NetworkSurface two = surface(network, new double[0], 0, 1, 2, 3, 0, 1);
        double sum = two.restrictedTo(new int[] {0}).value(theta)
                + two.restrictedTo(new int[] {1}).value(theta);
        assertClose(two.value(theta), sum / 2, 1e-14, 0, "loss of each");
    }

    @Test
    void sharedTensorsOfDifferentShapesAreRefused() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new Network(
                        Shape.of(3),
                        List.of(
                                new Node("a", new Dense(2, false, WeightOrder.IN_OUT), List.of(-1), List.of("w")),
                                new Node("b", new Dense(3, false, WeightOrder.IN_OUT), List.of(0), List.of("w")))));
        assertEquals(
                "layer b (dense) uses the tensor w with the shape [2, 3], but elsewhere it has the shape [3, 2]",
                error.getMessage());
    }

    @Test
    void anUnknownFrozenNameIsRefused() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> tied(Set.of("mix.weights")));
        assertEquals(
                "no parameter is called mix.weights, so it cannot be frozen; parameters: [table, mix.weight, mix.bias]",
                error.getMessage());
    }

    @Test
    void aTokenOutsideOfTheTableIsRefused() {
        Network network = tied(Set.of());
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Nets.surface(
                        network,
                        new double[] {0, 1, 2, 3, 4, 0},
                        Targets.positions(new int[6], 3, -100),
                        new SoftmaxCrossEntropy()));
        assertEquals(
                "sample 1 has the index 4 at position 1, but layer tokens (embedding) has 4 rows (0 … 3)",
                error.getMessage());
    }

    @Test
    void labelsThatDoNotFitThePositionsAreRefused() {
        Network network = tied(Set.of());
        assertEquals(
                "a sample has 1 targets but the network has 3 positions with outputs, of the shape [3, 4]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Nets.surface(network, TOKENS, Targets.labels(0, 1), new SoftmaxCrossEntropy()))
                        .getMessage());
        assertEquals(
                "sample 1, position 0 has the label 7 but there are 4 classes (0 … 3); positions labelled -100 are left out",
                assertThrows(IllegalArgumentException.class, () -> surface(network, new double[0], 0, 1, 2, 7, 0, 1))
                        .getMessage());
        assertEquals(
                "every position has the label -100, which leaves it out of the loss",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> surface(network, new double[0], -100, -100, -100, -100, -100, -100))
                        .getMessage());
    }

    /** Piecewise linear, with weights at every position: the diagonal of sums over positions. */
    @Test
    void theExactDiagonalKnowsPositions() {
        Network network = Nets.chain(
                Shape.sequence(3, 2),
                new Dense(3, true, WeightOrder.OUT_IN),
                Rectifier.relu(),
                new Reduce(Reduce.Operation.MEAN, List.of(0), false),
                new Dense(2, true, WeightOrder.OUT_IN));
        double[] x = Nets.normals(7, 4 * 6);
        NetworkSurface surface = Nets.surface(network, x, Targets.labels(0, 1, 1, 0), new SoftmaxCrossEntropy());
        double[] theta = Nets.normals(8, network.layout().size());
        double[] dense = Nets.dense(surface.hessianAt(theta), 4);
        double[] diagonal = surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta);
        for (int k = 0; k < theta.length; k++) {
            assertClose(dense[k * theta.length + k], diagonal[k], 1e-12, 1e-15, "element " + k);
        }
    }
}
