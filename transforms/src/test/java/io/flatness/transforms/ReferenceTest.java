package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.reference.Oracle;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Reparametrized;
import io.flatness.spi.loss.SampleGradients;
import io.flatness.spi.loss.SymmetricOperator;
import io.flatness.spi.loss.Transformed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms of real networks against values computed independently. */
class ReferenceTest {
    private final LocalContext context = LocalContext.singleThreaded(7);

    private static void assertClose(double[] expected, double[] actual, double rtol, double atol, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], atol + rtol * Math.abs(expected[i]), what + " " + i);
        }
    }

    private Minimum transformed(NetworkSurface surface, double[] theta, JsonNode label) {
        Minimum at = new Minimum(surface, theta);
        if (label.get("kind").asText().equals("layerwise")) {
            List<Double> alphas =
                    Arrays.stream(Oracle.numbers(label.get("alphas"))).boxed().toList();
            return LayerRescaling.of(new LayerRescalingParameters(null, null, alphas))
                    .apply(at, context)
                    .minimum();
        }
        for (int layer = 0; layer < label.get("c").size(); layer++) {
            List<Double> scales = Arrays.stream(Oracle.numbers(label.get("c").get(layer)))
                    .boxed()
                    .toList();
            Transform rescaling =
                    NodeRescaling.of(new NodeRescalingParameters(layer, null, null, Scales.of(scales), 6));
            at = rescaling.apply(at, context).minimum();
        }
        return at;
    }

    /** Parameters to 1e-14; loss, gradient and Hessian to the 1e-10 of the reference. */
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
    void rescaledNetworksAreThoseOfTheReference(String name) {
        JsonNode oracle = Oracle.read(name);
        NetworkSurface surface = Nets.of(oracle);
        int n = surface.dimension();
        int checked = 0;
        for (JsonNode point : oracle.get("points")) {
            double[] theta = Oracle.numbers(point.get("theta_flat"));
            double[] outputs = surface.outputs(theta);
            for (JsonNode expected : point.get("transforms")) {
                String what = name + " " + expected.get("label");
                Minimum moved = transformed(surface, theta, expected.get("label"));
                assertClose(Oracle.numbers(expected.get("theta_flat")), moved.theta(), 1e-14, 0, what);
                assertEquals(expected.get("L").asDouble(), surface.value(moved.theta()), 1e-11, what);
                assertClose(Oracle.numbers(expected.get("grad")), surface.gradient(moved.theta()), 1e-10, 1e-12, what);
                double[] hessian = Nets.dense(surface.hessianAt(moved.theta()));
                double trace = expected.get("trace").asDouble();
                assertEquals(trace, Nets.trace(hessian, n), 1e-10 * Math.abs(trace), what);
                if (expected.get("bitwise_identical_output").asBoolean()) {
                    assertArrayEquals(outputs, surface.outputs(moved.theta()), what);
                }
                checked++;
            }
        }
        assertTrue(checked >= 5);
    }

    /** Theorem 3 at any differentiable point: H(θ')v = J⁻ᵀ H(θ) J⁻¹ v. */
    @Test
    void hessianFollowsTheMap() {
        JsonNode oracle = Oracle.read("04b-mlp-3432-relu-bias-mse");
        NetworkSurface surface = Nets.of(oracle);
        for (JsonNode point : oracle.get("points")) {
            double[] theta = Oracle.numbers(point.get("theta_flat"));
            Transformed moved = NodeRescaling.of(new NodeRescalingParameters(1, null, null, Scales.of("random"), 6))
                    .apply(new Minimum(surface, theta), context);
            Bijection map = moved.map().orElseThrow();
            double[] v = context.random("v").doubles(theta.length, -1, 1).toArray();
            double[] expected =
                    map.inversePullBack(theta, surface.hessianAt(theta).apply(map.inversePushForward(theta, v)));
            double[] actual = surface.hessianAt(moved.minimum().theta()).apply(v);
            double scale = Norms.euclidean(expected);
            assertClose(expected, actual, 1e-12, 1e-12 * scale, "Hv");
        }
    }

    @Test
    void permutationAndSoftmaxShiftKeepTheReferenceValues() {
        for (String name : List.of("02-mlp-453-relu-bias-ce", "02b-mlp-434-relu-bias-ce")) {
            JsonNode oracle = Oracle.read(name);
            NetworkSurface surface = Nets.of(oracle);
            JsonNode point = oracle.get("points").get(0);
            Minimum at = new Minimum(surface, Oracle.numbers(point.get("theta_flat")));
            int n = surface.dimension();
            double trace = point.get("trace").asDouble();
            JsonNode permutation = point.get("permutation");
            List<Integer> order = Arrays.stream(
                            Oracle.numbers(permutation.get("perms").get(0)))
                    .mapToObj(unit -> (int) unit)
                    .toList();
            Minimum permuted = Permutation.of(new Permutation.Parameters(0, Permutation.Order.of(order)))
                    .apply(at, context)
                    .minimum();
            assertArrayEquals(Oracle.numbers(permutation.get("theta_flat")), permuted.theta(), name);
            Minimum shifted = SoftmaxShift.of(new SoftmaxShift.Parameters(3))
                    .apply(at, context)
                    .minimum();
            assertEquals(surface.value(at.theta()), surface.value(shifted.theta()), 1e-13);
            double[] hessian = Nets.dense(surface.hessianAt(shifted.theta()));
            assertEquals(trace, Nets.trace(hessian, n), 1e-10 * trace);
            assertTrue(Norms.euclidean(shifted.theta()) > 1.1 * Norms.euclidean(at.theta()));
        }
    }

    @Test
    void weightNormalizedNetworkHasTheReferenceSpectrum() {
        JsonNode oracle = Oracle.read("17-weight-norm");
        JsonNode base = Oracle.read("01-mlp-231-relu-mse");
        Minimum at = new Minimum(
                Nets.of(base), Oracle.numbers(base.get("points").get(0).get("theta_flat")));
        Minimum normalized = WeightNormalization.of(
                        new WeightNormalizationParameters(WeightNormalizationParameters.Per.TENSOR))
                .apply(at, context)
                .minimum();
        for (JsonNode row : oracle.get("rows")) {
            Minimum moved = WeightNormalizationRescaling.of(new WeightNormalizationRescaling.Parameters(
                            row.get("alpha").asDouble()))
                    .apply(normalized, context)
                    .minimum();
            assertClose(Oracle.numbers(row.get("params")), moved.theta(), 1e-14, 0, "(s, v)");
            assertEquals(row.get("L").asDouble(), moved.surface().value(moved.theta()), 1e-14);
            double[] hessian = Nets.dense(moved.surface().hessianAt(moved.theta()));
            double[] expected = Oracle.numbers(row.get("eigenvalues"));
            assertClose(
                    expected,
                    context.linearAlgebra().eigenvalues(hessian, expected.length),
                    1e-8,
                    1e-10 * expected[0],
                    "spectrum");
        }
    }

    @Test
    void sinhCoordinatesNeedTheGradientTerm() {
        JsonNode sinh = Oracle.read("16-reparametrisation").get("sinh");
        Minimum at = new Minimum(Nets.of(Oracle.read("01-mlp-231-relu-mse")), Oracle.numbers(sinh.get("theta")));
        Minimum moved = ElementwiseReparametrization.of(new ElementwiseParameters(ElementwiseParameters.Function.SINH))
                .apply(at, context)
                .minimum();
        assertClose(Oracle.numbers(sinh.get("eta")), moved.theta(), 1e-14, 0, "η");
        assertClose(
                Oracle.numbers(sinh.get("grad_eta")),
                moved.surface().gradient(moved.theta()),
                1e-10,
                1e-12,
                "gradient");
        assertClose(
                Oracle.numbers(sinh.get("hessian_eta")),
                Nets.dense(moved.surface().hessianAt(moved.theta())),
                1e-10,
                1e-12,
                "Hessian");
    }

    /** F_η = JᵀFJ, checked against the Jacobian of the outputs by differences. */
    @Test
    void gaussNewtonMatrixFollowsTheCoordinates() {
        JsonNode base = Oracle.read("01-mlp-231-relu-mse");
        NetworkSurface surface = Nets.of(base);
        Minimum at =
                new Minimum(surface, Oracle.numbers(base.get("points").get(0).get("theta_flat")));
        Minimum moved = WeightNormalization.of(
                        new WeightNormalizationParameters(WeightNormalizationParameters.Per.UNIT))
                .apply(at, context)
                .minimum();
        int m = moved.theta().length;
        SymmetricOperator gauss =
                moved.surface().as(GaussNewton.class).orElseThrow().gaussNewtonAt(moved.theta());
        double[] v = context.random("v").doubles(m, -1, 1).toArray();
        Reparametrized reparametrized = moved.surface().as(Reparametrized.class).orElseThrow();
        double[] plus = moved.theta().clone();
        double[] minus = moved.theta().clone();
        for (int i = 0; i < m; i++) {
            plus[i] += 1e-6 * v[i];
            minus[i] -= 1e-6 * v[i];
        }
        double[] outputsPlus = surface.outputs(reparametrized.coordinates().forward(plus));
        double[] outputsMinus = surface.outputs(reparametrized.coordinates().forward(minus));
        double expected = 0;
        for (int i = 0; i < outputsPlus.length; i++) {
            double slope = (outputsPlus[i] - outputsMinus[i]) / 2e-6;
            expected += slope * slope / surface.sampleCount();
        }
        assertEquals(expected, SmoothSurface.dot(v, gauss.apply(v)), 1e-8 * expected);
    }

    @Test
    void rescaledInputsHaveTheReferenceWeightsTraceAndInputGradients() {
        JsonNode oracle = Oracle.read("22-input-representation");
        JsonNode base = Oracle.read("01-mlp-231-relu-mse");
        NetworkSurface surface = Nets.of(base);
        double[] theta = Oracle.numbers(base.get("points").get(0).get("theta_flat"));
        double[] s = Oracle.numbers(oracle.get("S_diag"));
        Transform change = new InputChange(
                "test",
                (network, centered, unused) -> new StandardizedInput(new double[2], new double[] {1 / s[0], 1 / s[1]}));
        Minimum moved = change.apply(new Minimum(surface, theta), context).minimum();
        assertClose(Oracle.numbers(oracle.get("theta_prime")), moved.theta(), 1e-14, 0, "θ'");
        assertEquals(oracle.get("L").asDouble(), moved.surface().value(moved.theta()), 1e-14);
        double[] hessian = Nets.dense(moved.surface().hessianAt(moved.theta()));
        assertEquals(oracle.get("hessian_trace_preprocessed").asDouble(), Nets.trace(hessian, theta.length), 1e-9);
        double[] gradients =
                moved.surface().as(SampleGradients.class).orElseThrow().inputGradients(moved.theta());
        // The reference differentiates the output; the surface the loss, ½(f − y)².
        double[] outputs = surface.outputs(theta);
        double[] targets = Oracle.numbers(base.get("data").get("Y"));
        double[] expected = Oracle.numbers(oracle.get("input_grad_u"));
        for (int i = 0; i < expected.length; i++) {
            assertEquals((outputs[i / 2] - targets[i / 2]) * expected[i], gradients[i], 1e-12);
        }
    }

    @Test
    void standardizedAndWhitenedInputsKeepTheFunction() {
        for (String name :
                List.of("02-mlp-453-relu-bias-ce", "03-mlp-3432-relu-mse", "04-mlp-341-leaky-bias-logistic")) {
            JsonNode oracle = Oracle.read(name);
            NetworkSurface surface = Nets.of(oracle);
            double[] theta = Oracle.numbers(oracle.get("points").get(1).get("theta_flat"));
            for (Transform change : List.of(
                    InputStandardization.of(new InputStandardization.Parameters()),
                    InputWhitening.of(new InputWhitening.Parameters(1e-6)))) {
                Transformed moved = change.apply(new Minimum(surface, theta), context);
                NetworkSurface after =
                        moved.minimum().surface().as(NetworkSurface.class).orElseThrow();
                assertClose(
                        surface.outputs(theta), after.outputs(moved.minimum().theta()), 1e-12, 1e-13, name);
                Bijection map = moved.map().orElseThrow();
                double[] v = context.random("v").doubles(theta.length, -1, 1).toArray();
                assertClose(
                        map.inversePullBack(theta, surface.hessianAt(theta).apply(map.inversePushForward(theta, v))),
                        after.hessianAt(moved.minimum().theta()).apply(v),
                        1e-9,
                        1e-10,
                        name);
            }
        }
    }
}
