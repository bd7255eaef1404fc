package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Kinks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tolerances are those of the reference values: 1e-10 relative. */
class FullyConnectedOracleTest {
    private static final double RTOL = 1e-10;
    private static final double ATOL = 1e-12;

    static NetworkSurface surface(JsonNode oracle) {
        JsonNode net = oracle.get("network");
        LayerSpec activation = net.get("activation").asText().equals("leaky")
                ? new Rectifier(net.get("leaky_slope").asDouble())
                : Rectifier.relu();
        Network network = Nets.mlp(
                Oracle.integers(net.get("dims")), activation, net.get("bias").asBoolean(), WeightOrder.IN_OUT);
        JsonNode y = oracle.get("data").get("Y");
        String name = oracle.get("loss").asText();
        Loss loss = name.equals("ce")
                ? new SoftmaxCrossEntropy()
                : name.equals("mse") ? new SquaredError(SquaredError.Form.HALF) : new Logistic();
        Targets targets = name.equals("ce")
                ? Targets.labels(Oracle.integers(y))
                : Targets.values(Oracle.numbers(y), network.outputCount());
        return Nets.surface(network, Oracle.numbers(oracle.get("data").get("X")), targets, loss);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mlp-231-relu-mse",
                "02-mlp-453-relu-bias-ce",
                "02b-mlp-434-relu-bias-ce",
                "03-mlp-3432-relu-mse",
                "04-mlp-341-leaky-bias-logistic",
                "04b-mlp-3432-relu-bias-mse"
            })
    void valuesAndCurvatureAreThoseOfTheReference(String name) {
        JsonNode oracle = Oracle.read(name);
        NetworkSurface surface = surface(oracle);
        assertTrue(oracle.get("points").get(0).has("hessian"));
        for (JsonNode point : oracle.get("points")) {
            String where = name + " " + point.get("name").asText();
            double[] theta = Oracle.numbers(point.get("theta_flat"));
            double[] hessian = point.has("hessian")
                    ? Oracle.numbers(point.get("hessian"))
                    : Nets.dense(surface.hessianAt(theta), 1);
            assertClose(Oracle.numbers(point.get("outputs")), surface.outputs(theta), RTOL, ATOL, where + " f");
            assertClose(point.get("L").asDouble(), surface.value(theta), RTOL, ATOL, where + " L");
            assertClose(Oracle.numbers(point.get("grad")), surface.gradient(theta), RTOL, ATOL, where + " gradient");
            assertClose(hessian, Nets.dense(surface.hessianAt(theta), 1), RTOL, ATOL, where + " Hessian");
            assertClose(hessian, Nets.dense(surface.hessianAt(theta), 5), RTOL, ATOL, where + " Hessian in blocks");
            if (point.has("hvp")) {
                products(surface, theta, point.get("hvp"), where);
            }
            exactCurvature(surface, theta, point, hessian, where);
            Kinks.Report kinks = surface.as(Kinks.class).orElseThrow().kinks(theta);
            if (point.has("min_abs_preactivation")) {
                double margin = point.get("min_abs_preactivation").asDouble();
                assertClose(margin, kinks.margin(), RTOL, ATOL, where + " kink margin");
            }
        }
    }

    private static void products(NetworkSurface surface, double[] theta, JsonNode hvp, String where) {
        double[] v = Oracle.numbers(hvp.get("v"));
        double[] product = surface.hessianAt(theta).apply(v);
        assertClose(Oracle.numbers(hvp.get("Hv")), product, RTOL, ATOL, where + " Hv");
        double[] gauss =
                surface.as(GaussNewton.class).orElseThrow().gaussNewtonAt(theta).apply(v);
        assertClose(Oracle.numbers(hvp.get("Gv")), gauss, RTOL, ATOL, where + " Gv");
    }

    private static void exactCurvature(
            NetworkSurface surface, double[] theta, JsonNode point, double[] hessian, String where) {
        ExactCurvature exact = surface.as(ExactCurvature.class).orElseThrow();
        int n = theta.length;
        double[] diagonal = new double[n];
        for (int k = 0; k < n; k++) {
            diagonal[k] = hessian[k * n + k];
        }
        assertClose(diagonal, exact.hessianDiagonal(theta), RTOL, ATOL, where + " diagonal");
        if (!point.has("trace_blocks")) {
            return;
        }
        boolean bias = surface.layout().blocks().stream()
                .anyMatch(block -> block.name().endsWith("bias"));
        double[] weights = Oracle.numbers(point.get("trace_blocks").get("W"));
        List<Double> expected = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            expected.add(weights[k]);
            if (bias) {
                expected.add(point.get("trace_blocks").get("b").get(k).asDouble());
            }
        }
        double[] traces = expected.stream().mapToDouble(Double::doubleValue).toArray();
        assertClose(traces, exact.hessianBlockTraces(theta), RTOL, ATOL, where + " block traces");
    }

    @Test
    void productsOfTheOperatorOfPearlmutterAreThoseOfTheReference() {
        JsonNode oracle = Oracle.read("05-rop-trace");
        NetworkSurface surface = surface(oracle);
        double[] theta = Oracle.numbers(oracle.get("theta_flat"));
        double[] v = Oracle.numbers(oracle.get("v"));
        assertClose(Oracle.numbers(oracle.get("grad")), surface.gradient(theta), RTOL, ATOL, "gradient");
        assertClose(Oracle.numbers(oracle.get("Hv")), surface.hessianAt(theta).apply(v), RTOL, ATOL, "Hv");
        GaussNewton relatives = surface.as(GaussNewton.class).orElseThrow();
        assertClose(
                Oracle.numbers(oracle.get("Gv")), relatives.gaussNewtonAt(theta).apply(v), RTOL, ATOL, "Gv");
    }

    @Test
    void powersOfTwoLeaveOutputsBitwiseUnchanged() {
        JsonNode oracle = Oracle.read("03-mlp-3432-relu-mse");
        NetworkSurface surface = surface(oracle);
        double[] theta = Oracle.numbers(oracle.get("points").get(0).get("theta_flat"));
        double[] scaled = theta.clone();
        for (int k = 0; k < 12; k++) {
            scaled[k] *= 0x1p-9;
        }
        for (int k = 12; k < 24; k++) {
            scaled[k] *= 0x1p9;
        }
        double[] before = surface.outputs(theta);
        double[] after = surface.outputs(scaled);
        assertTrue(java.util.Arrays.equals(before, after));
        assertEquals(surface.value(theta), surface.value(scaled));
    }
}
