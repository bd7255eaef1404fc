package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.reference.Oracle;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTargetTest {
    private final LocalContext context = LocalContext.singleThreaded(7);

    private double[] moved(NetworkSurface surface, double[] theta, LayerRescalingParameters.Target to, boolean powers) {
        return LayerRescaling.of(new LayerRescalingParameters(null, null, null, to, null, powers))
                .apply(new Minimum(surface, theta), context)
                .minimum()
                .theta();
    }

    private static double trace(NetworkSurface surface, double[] theta) {
        return Arrays.stream(surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta))
                .sum();
    }

    private static double[] theta(JsonNode oracle) {
        return Oracle.numbers(oracle.get("points").get(0).get("theta_flat"));
    }

    /** The infima over layers of the reference: 1-hidden-layer closed form, deep, and deep with biases. */
    @Test
    void flattestHasTheInfimumOfTheTrace() {
        double[] infima = {2.361703086550601, 40.21649195979612, 16.595269956938203};
        String[] names = {"01-mlp-231-relu-mse", "03-mlp-3432-relu-mse", "04b-mlp-3432-relu-bias-mse"};
        for (int i = 0; i < names.length; i++) {
            JsonNode oracle = Oracle.read(names[i]);
            NetworkSurface surface = Nets.of(oracle);
            double[] flat = moved(surface, theta(oracle), LayerRescalingParameters.Target.FLATTEST, false);
            assertEquals(infima[i], trace(surface, flat), 1e-9 * infima[i]);
            assertEquals(surface.value(theta(oracle)), surface.value(flat), 1e-13);
        }
    }

    @Test
    void sharpestBeatsEveryOtherExtremePoint() {
        JsonNode oracle = Oracle.read("04b-mlp-3432-relu-bias-mse");
        NetworkSurface surface = Nets.of(oracle);
        double sharp = trace(surface, moved(surface, theta(oracle), LayerRescalingParameters.Target.SHARPEST, true));
        for (List<Double> alphas : List.of(
                List.of(64.0, 0.015625, 1.0),
                List.of(0.015625, 64.0, 1.0),
                List.of(1.0, 64.0, 0.015625),
                List.of(0.015625, 1.0, 64.0))) {
            double[] other = LayerRescaling.of(new LayerRescalingParameters(null, null, alphas))
                    .apply(new Minimum(surface, theta(oracle)), context)
                    .minimum()
                    .theta();
            assertTrue(sharp >= trace(surface, other) * (1 - 1e-12));
        }
        assertTrue(sharp > 1000 * trace(surface, theta(oracle)));
    }

    @Test
    void balancedNormsAreEqualAndUnitNormsAreOne() {
        JsonNode oracle = Oracle.read("03-mlp-3432-relu-mse");
        NetworkSurface surface = Nets.of(oracle);
        double[] balanced =
                norms(surface, moved(surface, theta(oracle), LayerRescalingParameters.Target.BALANCED, false));
        double[] unit = norms(surface, moved(surface, theta(oracle), LayerRescalingParameters.Target.UNIT_NORM, false));
        // 3 ∏‖W_k‖^(2/3) is the smallest squared norm of the reference.
        assertEquals(15.459332868355972, 3 * balanced[0] * balanced[0], 1e-9);
        assertArrayEquals(new double[] {balanced[0], balanced[0], balanced[0]}, balanced, 1e-13);
        assertArrayEquals(new double[] {1, 1}, Arrays.copyOf(unit, 2), 1e-14);
    }

    private static double[] norms(NetworkSurface surface, double[] theta) {
        List<Affine> layers = surface.architecture().affineLayers();
        return layers.stream()
                .mapToDouble(layer -> Norms.euclidean(
                        theta, layer.weight().offset(), layer.weight().end()))
                .toArray();
    }

    @Test
    void powersOfTwoKeepEveryBit() {
        JsonNode oracle = Oracle.read("03-mlp-3432-relu-mse");
        NetworkSurface surface = Nets.of(oracle);
        double[] scaled = theta(oracle);
        for (int k = 0; k < 12; k++) {
            scaled[k] *= 37;
        }
        double[] flat = moved(surface, scaled, LayerRescalingParameters.Target.FLATTEST, true);
        assertArrayEquals(surface.outputs(scaled), surface.outputs(flat));
        assertTrue(trace(surface, flat) < 0.2 * trace(surface, scaled));
    }

    @Test
    void goalsDoNotMixWithNumbers() {
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class,
                () -> new LayerRescalingParameters(
                        List.of(0, 1), 2.0, null, LayerRescalingParameters.Target.BALANCED, null, null));
        assertEquals("to chooses the factors: leave layers, alpha and alphas out", refused.getMessage());
    }
}
