package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.ExactCurvature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tolerances are those of the reference values: 1e-10 relative. */
class LayerOracleTest {
    private static final double RTOL = 1e-10;
    private static final double ATOL = 1e-12;

    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.IN_OUT);
    }

    private static void check(NetworkSurface surface, double[] theta, JsonNode expected, String where) {
        assertClose(Oracle.numbers(expected.get("outputs")), surface.outputs(theta), RTOL, ATOL, where + " f");
        assertClose(expected.get("L").asDouble(), surface.value(theta), RTOL, ATOL, where + " L");
        assertClose(Oracle.numbers(expected.get("grad")), surface.gradient(theta), RTOL, ATOL, where + " gradient");
        double[] v = Oracle.numbers(expected.get("hvp").get("v"));
        double[] product = surface.hessianAt(theta).apply(v);
        assertClose(Oracle.numbers(expected.get("hvp").get("Hv")), product, RTOL, ATOL, where + " Hv");
        double[] dense = Nets.dense(surface.hessianAt(theta), 1);
        assertClose(dense, Nets.dense(surface.hessianAt(theta), 7), RTOL, ATOL, where + " Hessian in blocks");
        if (expected.has("hessian")) {
            assertClose(Oracle.numbers(expected.get("hessian")), dense, RTOL, ATOL, where + " Hessian");
        }
        int n = theta.length;
        double[] diagonal = new double[n];
        double trace = 0;
        for (int k = 0; k < n; k++) {
            diagonal[k] = dense[k * n + k];
            trace += diagonal[k];
        }
        assertClose(expected.get("trace").asDouble(), trace, RTOL, ATOL, where + " trace");
        ExactCurvature exact = surface.as(ExactCurvature.class).orElseThrow();
        assertClose(diagonal, exact.hessianDiagonal(theta), RTOL, ATOL, where + " diagonal");
        assertClose(trace, Arrays.stream(exact.hessianBlockTraces(theta)).sum(), RTOL, ATOL, where + " exact trace");
    }

    @Test
    void convolutionAndPoolingAreThoseOfTheReference() {
        JsonNode oracle = Oracle.read("06-tiny-conv");
        Network network = Nets.chain(
                shapeOf(oracle.get("data").get("x").get(0)),
                new Conv2d(2, Window.square(3, 1, 1), 1, true),
                Rectifier.relu(),
                new MaxPool(Window.square(2, 2, 0)),
                new Conv2d(3, Window.square(2, 1, 0), 1, true),
                Rectifier.relu(),
                new GlobalAveragePool(),
                Reshape.flatten(),
                dense(3));
        double[] x = Oracle.numbers(oracle.get("data").get("x"));
        NetworkSurface hard = Nets.surface(
                network, x, Targets.labels(Oracle.integers(oracle.get("data").get("y"))), new SoftmaxCrossEntropy());
        JsonNode point = oracle.get("hard_ce");
        check(hard, Oracle.numbers(point.get("theta_flat")), point, "hard");
        NetworkSurface soft = Nets.surface(
                network,
                x,
                Targets.values(Oracle.numbers(oracle.get("data").get("soft_y")), 3),
                new SoftmaxCrossEntropy());
        JsonNode minimum = oracle.get("soft_ce_exact_minimum");
        check(soft, Oracle.numbers(minimum.get("theta_flat")), minimum, "soft");
    }

    private static Shape shapeOf(JsonNode image) {
        return Shape.of(image.size(), image.get(0).size(), image.get(0).get(0).size());
    }

    @Test
    void batchNormalizationIsThatOfTheReference() {
        JsonNode oracle = Oracle.read("07-batchnorm-eval");
        Network network = Nets.chain(
                Shape.of(3),
                dense(4),
                new BatchNorm(oracle.get("buffers").get("eps").asDouble()),
                Rectifier.relu(),
                dense(3));
        double[] mean = Oracle.numbers(oracle.get("buffers").get("running_mean"));
        double[] variance = Oracle.numbers(oracle.get("buffers").get("running_var"));
        double[] buffers = Arrays.copyOf(mean, 8);
        System.arraycopy(variance, 0, buffers, 4, 4);
        NetworkSurface surface = Nets.surface(
                network,
                buffers,
                Oracle.numbers(oracle.get("data").get("X")),
                Targets.labels(Oracle.integers(oracle.get("data").get("y"))),
                new Objective(new SoftmaxCrossEntropy()));
        check(surface, Oracle.numbers(oracle.get("base").get("theta_flat")), oracle.get("base"), "batch norm");
    }

    @Test
    void residualConnectionsAreThoseOfTheReference() {
        JsonNode oracle = Oracle.read("08-residual");
        Network network = new Network(
                Shape.of(2),
                List.of(
                        new Node("E", new Dense(3, false, WeightOrder.IN_OUT), -1),
                        new Node("U", dense(4), 0),
                        new Node("inner", Rectifier.relu(), 1),
                        new Node("V", dense(3), 2),
                        new Node("sum", new Add(), 0, 3),
                        new Node("outer", Rectifier.relu(), 4),
                        new Node("head", dense(2), 5)));
        NetworkSurface surface = Nets.surface(
                network,
                Oracle.numbers(oracle.get("data").get("X")),
                Targets.values(Oracle.numbers(oracle.get("data").get("Y")), 2),
                new SquaredError(SquaredError.Form.HALF));
        check(surface, Oracle.numbers(oracle.get("base").get("theta_flat")), oracle.get("base"), "residual");
    }

    @Test
    void maxoutIsThatOfTheReference() {
        JsonNode oracle = Oracle.read("09-maxout");
        Network network = new Network(
                Shape.of(2),
                List.of(
                        new Node("first", dense(3), -1),
                        new Node("second", dense(3), -1),
                        new Node("max", new Maximum(), 0, 1),
                        new Node("head", dense(2), 2)));
        NetworkSurface surface = Nets.surface(
                network,
                Oracle.numbers(oracle.get("data").get("X")),
                Targets.values(Oracle.numbers(oracle.get("data").get("Y")), 2),
                new SquaredError(SquaredError.Form.HALF));
        // The reference keeps both weights before both biases.
        int[] source = {0, 1, 2, 3, 4, 5, 12, 13, 14, 6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25};
        JsonNode base = oracle.get("base");
        double[] theta = permuted(Oracle.numbers(base.get("theta_flat")), source);
        assertClose(Oracle.numbers(base.get("outputs")), surface.outputs(theta), RTOL, ATOL, "f");
        assertClose(permuted(Oracle.numbers(base.get("grad")), source), surface.gradient(theta), RTOL, ATOL, "g");
        double[] expected = Oracle.numbers(base.get("hessian"));
        double[] actual = Nets.dense(surface.hessianAt(theta), 1);
        int n = source.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertClose(expected[source[i] * n + source[j]], actual[i * n + j], RTOL, 1e-10, "H " + i + " " + j);
            }
        }
        double[] diagonal = surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta);
        assertClose(base.get("trace").asDouble(), Arrays.stream(diagonal).sum(), RTOL, ATOL, "trace");
    }

    private static double[] permuted(double[] x, int[] source) {
        double[] result = new double[source.length];
        for (int k = 0; k < source.length; k++) {
            result[k] = x[source[k]];
        }
        return result;
    }
}
