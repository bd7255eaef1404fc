package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.BoxBounds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkBoundsTest {
    @Test
    void boundsAreThoseOfTheReference() {
        JsonNode net = Oracle.read("01-mlp-231-relu-mse");
        NetworkSurface surface = FullyConnectedOracleTest.surface(net);
        double[] theta = Oracle.numbers(net.get("points").get(0).get("theta_flat"));
        BoxBounds bounds = surface.as(BoxBounds.class).orElseThrow();
        for (JsonNode oneCase : Oracle.read("13-theorem2-certificate").get("cases")) {
            double radius = oneCase.get("r_ibp").asDouble();
            double[] half = filled(theta.length, radius / 2);
            // 1e-8: the reference does not round outward
            assertClose(
                    oneCase.get("ibp_upper_at_r_over_2").asDouble(), bounds.upperBound(theta, half), 1e-8, 0, "half");
            double limit = surface.value(theta) + oneCase.get("eps").asDouble();
            assertClose(limit, bounds.upperBound(theta, filled(theta.length, radius)), 1e-8, 0, "whole");
        }
    }

    @Test
    void noCornerOfTheBoxExceedsTheBound() {
        for (String name : new String[] {"02b-mlp-434-relu-bias-ce", "04-mlp-341-leaky-bias-logistic"}) {
            JsonNode net = Oracle.read(name);
            NetworkSurface surface = FullyConnectedOracleTest.surface(net);
            double[] theta = Oracle.numbers(net.get("points").get(1).get("theta_flat"));
            double bound = surface.as(BoxBounds.class).orElseThrow().upperBound(theta, filled(theta.length, 0.05));
            for (int seed = 0; seed < 50; seed++) {
                double[] signs = Nets.normals(seed, theta.length);
                double[] corner = theta.clone();
                for (int k = 0; k < corner.length; k++) {
                    corner[k] += 0.05 * Math.signum(signs[k]);
                }
                assertTrue(surface.value(corner) <= bound, name + " seed " + seed);
            }
        }
    }

    @Test
    void boxOfRadiusZeroIsAtMostRoundingAboveTheLoss() {
        JsonNode net = Oracle.read("03-mlp-3432-relu-mse");
        NetworkSurface surface = FullyConnectedOracleTest.surface(net);
        double[] theta = Oracle.numbers(net.get("points").get(1).get("theta_flat"));
        double bound = surface.as(BoxBounds.class).orElseThrow().upperBound(theta, new double[theta.length]);
        assertTrue(bound >= surface.value(theta));
        assertEquals(surface.value(theta), bound, 1e-12 * bound);
    }

    @Test
    void paddingAndScalingEncloseWhatTheyAddAndKeep() {
        Network network = Nets.chain(
                Shape.of(4),
                new Dense(4, false, WeightOrder.OUT_IN),
                new Reshape(List.of(1, 2, 2)),
                new Pad(1, -1, 0, 2, -0.5),
                Scale.of(-2, 0.25),
                Reshape.flatten());
        NetworkSurface surface = Nets.surface(
                network,
                Nets.normals(3, 8),
                Targets.values(new double[18], 9),
                new SquaredError(SquaredError.Form.HALF));
        double[] theta = Nets.normals(4, 16);
        BoxBounds bounds = surface.as(BoxBounds.class).orElseThrow();
        // the bound of a point is the loss itself
        assertEquals(surface.value(theta), bounds.upperBound(theta, new double[16]), 1e-12 * surface.value(theta));
        double bound = bounds.upperBound(theta, filled(16, 0.1));
        assertTrue(bound > surface.value(theta));
        for (int seed = 0; seed < 50; seed++) {
            double[] corner = Nets.normals(seed, 16);
            for (int k = 0; k < 16; k++) {
                corner[k] = theta[k] + 0.1 * Math.signum(corner[k]);
            }
            assertTrue(surface.value(corner) <= bound, "seed " + seed);
        }
    }

    @Test
    void networksWithoutIntervalRulesOfferNoBounds() {
        NetworkSurface surface = Nets.surface(
                Nets.mlp(new int[] {2, 3, 1}, new Activation(Activation.Function.GELU), true, WeightOrder.OUT_IN),
                new double[] {1, 2, 3, 4},
                Targets.values(new double[] {1, 2}, 1),
                new SquaredError(SquaredError.Form.HALF));
        assertFalse(surface.as(BoxBounds.class).isPresent());
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }
}
