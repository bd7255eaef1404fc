package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
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
    void everyLayerOfAConvolutionalNetworkEnclosesWhatItComputes() {
        Window strided = new Window(2, 3, 2, 1, 1, 1, 0, 1, 1, 1);
        Network network = Nets.chain(
                Shape.of(2, 6, 6),
                new Conv2d(4, strided, 2, true),
                new BatchNorm(1e-3),
                new PRelu(4),
                new MaxPool(Window.square(2, 1, 1)),
                new Conv2d(6, new Window(3, 2, 1, 1, 1, 0, 1, 1, 1, 2), 1, false),
                new Maxout(2, false),
                new AveragePool(Window.square(2, 2, 1), false),
                new Rectifier(0.1),
                new AveragePool(Window.square(2, 1, 1), true),
                new GlobalAveragePool(),
                Reshape.flatten(),
                new Dense(2, true, WeightOrder.IN_OUT));
        NetworkSurface surface = Nets.surface(
                network,
                Nets.normals(3, 3 * 72),
                Targets.values(new double[6], 2),
                new SquaredError(SquaredError.Form.HALF));
        double[] buffers = {0.3, -0.2, 0, 1, 0.5, 2, 1, 0.1};
        BoxBounds bounds = surface.withBuffers(buffers).as(BoxBounds.class).orElseThrow();
        int n = surface.dimension();
        double[] theta = Nets.normals(4, n);
        double loss = surface.withBuffers(buffers).value(theta);
        // the bound of a point is the loss itself, to rounding outward
        assertEquals(loss, bounds.upperBound(theta, new double[n]), 1e-11 * (1 + loss));
        double before = Double.POSITIVE_INFINITY;
        for (double radius : new double[] {0.1, 0.01, 0.001}) {
            double bound = bounds.upperBound(theta, filled(n, radius));
            assertTrue(bound < before);
            before = bound;
            for (int seed = 0; seed < 40; seed++) {
                double[] corner = Nets.normals(seed, n);
                for (int k = 0; k < n; k++) {
                    corner[k] = theta[k] + radius * Math.signum(corner[k]);
                }
                assertTrue(surface.withBuffers(buffers).value(corner) <= bound, "seed " + seed);
            }
        }
    }

    @Test
    void networksWithoutIntervalRulesOfferNoBounds() {
        NetworkSurface surface = Nets.surface(
                Nets.mlp(new int[] {2, 3, 1}, new Activation(Activation.Function.SINE), true, WeightOrder.OUT_IN),
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
