package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.numerics.RescalingGroup;
import io.flatness.reference.Oracle;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions, BatchNorm, residual sums and maxout against values computed independently, and what must be refused. */
class LayeredReferenceTest {
    private final LocalContext context = LocalContext.singleThreaded(7);

    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.IN_OUT);
    }

    private static NetworkSurface conv(JsonNode oracle) {
        Network network = Nets.chain(
                Shape.of(
                        oracle.get("data").get("x").get(0).size(),
                        oracle.get("data").get("x").get(0).get(0).size(),
                        oracle.get("data").get("x").get(0).get(0).get(0).size()),
                new Conv2d(2, Window.square(3, 1, 1), 1, true),
                Rectifier.relu(),
                new MaxPool(Window.square(2, 2, 0)),
                new Conv2d(3, Window.square(2, 1, 0), 1, true),
                Rectifier.relu(),
                new GlobalAveragePool(),
                Reshape.flatten(),
                dense(3));
        int[] labels = Arrays.stream(Oracle.numbers(oracle.get("data").get("y")))
                .mapToInt(y -> (int) y)
                .toArray();
        return Nets.surface(
                network,
                new double[0],
                Oracle.numbers(oracle.get("data").get("x")),
                Targets.labels(labels),
                new SoftmaxCrossEntropy());
    }

    private static NetworkSurface batchNorm(JsonNode oracle) {
        Network network = Nets.chain(
                Shape.of(3),
                dense(4),
                new BatchNorm(oracle.get("buffers").get("eps").asDouble()),
                Rectifier.relu(),
                dense(3));
        double[] buffers = Arrays.copyOf(Oracle.numbers(oracle.get("buffers").get("running_mean")), 8);
        System.arraycopy(Oracle.numbers(oracle.get("buffers").get("running_var")), 0, buffers, 4, 4);
        int[] labels = Arrays.stream(Oracle.numbers(oracle.get("data").get("y")))
                .mapToInt(y -> (int) y)
                .toArray();
        return Nets.surface(
                network,
                buffers,
                Oracle.numbers(oracle.get("data").get("X")),
                Targets.labels(labels),
                new SoftmaxCrossEntropy());
    }

    private static NetworkSurface residual(JsonNode oracle) {
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
        return Nets.surface(
                network,
                new double[0],
                Oracle.numbers(oracle.get("data").get("X")),
                Targets.values(Oracle.numbers(oracle.get("data").get("Y")), 2),
                new SquaredError(SquaredError.Form.HALF));
    }

    private static NetworkSurface maxout(JsonNode oracle) {
        Network network = new Network(
                Shape.of(2),
                List.of(
                        new Node("first", dense(3), -1),
                        new Node("second", dense(3), -1),
                        new Node("max", new Maximum(), 0, 1),
                        new Node("head", dense(2), 2)));
        return Nets.surface(
                network,
                new double[0],
                Oracle.numbers(oracle.get("data").get("X")),
                Targets.values(Oracle.numbers(oracle.get("data").get("Y")), 2),
                new SquaredError(SquaredError.Form.HALF));
    }

    private void requireReference(Minimum before, Minimum after, JsonNode expected, double[] theta) {
        assertArrayEquals(theta, after.theta(), 1e-14);
        requirePreserved(before, after);
        assertEquals(expected.get("L").asDouble(), after.surface().value(after.theta()), 1e-11);
        double[] hessian = Nets.dense(after.surface().hessianAt(after.theta()));
        double trace = expected.get("trace").asDouble();
        assertEquals(trace, Nets.trace(hessian, theta.length), 1e-10 * Math.abs(trace));
    }

    private static void requirePreserved(Minimum before, Minimum after) {
        double[] f = before.surface().as(NetworkLoss.class).orElseThrow().outputs(before.theta());
        double[] g = after.surface().as(NetworkLoss.class).orElseThrow().outputs(after.theta());
        double largest = Arrays.stream(f).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < f.length; i++) {
            assertEquals(f[i], g[i], 1e-13 * (1 + largest));
        }
    }

    private static Transform scales(int layer, List<Double> scales) {
        return NodeRescaling.of(new NodeRescalingParameters(layer, null, null, Scales.of(scales), 6));
    }

    private static Transform pair(int i, int j, double alpha) {
        return LayerRescaling.of(new LayerRescalingParameters(List.of(i, j), alpha, null));
    }

    private static Transform batchNormRescaling(BatchNormRescaling.Side side, List<Double> scales) {
        return BatchNormRescaling.of(
                new BatchNormRescaling.Parameters(0, side, new Scaling(null, Scales.of(scales), 6)));
    }

    @Test
    void convolutionsRescaleByLayerAndByChannel() {
        JsonNode oracle = Oracle.read("06-tiny-conv");
        Minimum at =
                new Minimum(conv(oracle), Oracle.numbers(oracle.get("hard_ce").get("theta_flat")));
        JsonNode layerwise = oracle.get("layerwise");
        Minimum layers = LayerRescaling.of(
                        new LayerRescalingParameters(null, null, Oracle.list(layerwise.get("alphas"))))
                .apply(at, context)
                .minimum();
        requireReference(at, layers, layerwise, Oracle.numbers(layerwise.get("theta_flat")));
        JsonNode channelwise = oracle.get("channelwise");
        Minimum first = scales(0, Oracle.list(channelwise.get("c").get(0)))
                .apply(at, context)
                .minimum();
        Minimum both = scales(1, Oracle.list(channelwise.get("c").get(1)))
                .apply(first, context)
                .minimum();
        requireReference(at, both, channelwise, Oracle.numbers(channelwise.get("theta_flat")));
    }

    @Test
    void channelsOfConvolutionsPermute() {
        JsonNode oracle = Oracle.read("06-tiny-conv");
        Minimum at =
                new Minimum(conv(oracle), Oracle.numbers(oracle.get("hard_ce").get("theta_flat")));
        for (int layer = 0; layer < 2; layer++) {
            int units = layer + 2;
            List<Integer> order =
                    IntStream.range(0, units).map(u -> units - 1 - u).boxed().toList();
            requirePreserved(
                    at,
                    Permutation.of(new Permutation.Parameters(layer, Permutation.Order.of(order)))
                            .apply(at, context)
                            .minimum());
        }
    }

    @Test
    void bothSidesOfBatchNormRescaleWithItsStatistics() {
        JsonNode oracle = Oracle.read("07-batchnorm-eval");
        NetworkSurface surface = batchNorm(oracle);
        Minimum at = new Minimum(surface, Oracle.numbers(oracle.get("base").get("theta_flat")));
        JsonNode input = oracle.get("sym_A");
        Minimum scaled = batchNormRescaling(BatchNormRescaling.Side.INPUT, Oracle.list(input.get("k")))
                .apply(at, context)
                .minimum();
        requireReference(at, scaled, input, Oracle.numbers(input.get("theta_flat")));
        double[] buffers = scaled.surface().as(NetworkLoss.class).orElseThrow().buffers();
        double[] mean = Oracle.numbers(input.get("running_mean"));
        assertArrayEquals(mean, Arrays.copyOf(buffers, 4), 1e-15);
        JsonNode output = oracle.get("sym_B");
        requireReference(
                at,
                batchNormRescaling(BatchNormRescaling.Side.OUTPUT, Oracle.list(output.get("k")))
                        .apply(at, context)
                        .minimum(),
                output,
                Oracle.numbers(output.get("theta_flat")));
        // With the old statistics the same weights are another function: the reference's negative control.
        assertEquals(oracle.get("base").get("L").asDouble(), scaled.surface().value(scaled.theta()), 1e-12);
        assertTrue(Math.abs(surface.value(scaled.theta()) - surface.value(at.theta())) > 0.01);
    }

    @Test
    void layersRescaleThroughBatchNorm() {
        JsonNode oracle = Oracle.read("07-batchnorm-eval");
        Minimum at =
                new Minimum(batchNorm(oracle), Oracle.numbers(oracle.get("base").get("theta_flat")));
        Minimum moved = pair(0, 1, 8).apply(at, context).minimum();
        requirePreserved(at, moved);
        assertEquals(8 * at.theta()[0], moved.theta()[0]);
        assertEquals(at.theta()[16], moved.theta()[16], "γ stays");
        assertEquals(at.theta()[24] / 8, moved.theta()[24], "the second layer");
        requirePreserved(
                at, scales(0, List.of(2.0, 3.0, 0.5, 7.0)).apply(at, context).minimum());
    }

    /** The whole group of layers: the affine layers against each other, and both sides of the BatchNorm. */
    @Test
    void flattestAndSharpestActOnBothSidesOfABatchNorm() {
        JsonNode oracle = Oracle.read("07-batchnorm-eval");
        NetworkSurface surface = batchNorm(oracle);
        Minimum at = new Minimum(surface, Oracle.numbers(oracle.get("base").get("theta_flat")));
        double[] diagonal = surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(at.theta());
        RescalingGroup group = RescalingGroup.of(surface.architecture(), RescalingGroup.Level.LAYER);
        assertEquals(2, group.dimension());
        double infimum = group.infimum(diagonal, -2, context.linearAlgebra()).value();
        Minimum flat = target(LayerRescalingParameters.Target.FLATTEST)
                .apply(at, context)
                .minimum();
        requirePreserved(at, flat);
        assertEquals(infimum, trace(flat), 1e-8 * infimum);
        double largest = 0;
        for (int corner = 0; corner < 4; corner++) {
            double bound = 6 * Math.log(2);
            double[] factors = group.factors(
                    new double[] {(corner & 1) == 0 ? bound : -bound, (corner & 2) == 0 ? bound : -bound});
            double sum = 0;
            for (int k = 0; k < factors.length; k++) {
                sum += diagonal[k] / (factors[k] * factors[k]);
            }
            largest = Math.max(largest, sum);
        }
        Minimum sharp = target(LayerRescalingParameters.Target.SHARPEST)
                .apply(at, context)
                .minimum();
        requirePreserved(at, sharp);
        assertEquals(largest, trace(sharp), 1e-9 * largest);
    }

    private static Transform target(LayerRescalingParameters.Target target) {
        return LayerRescaling.of(new LayerRescalingParameters(null, null, null, target, null, null));
    }

    private static double trace(Minimum minimum) {
        return Arrays.stream(
                        minimum.surface().as(ExactCurvature.class).orElseThrow().hessianDiagonal(minimum.theta()))
                .sum();
    }

    @Test
    void residualBlocksAndStreamsRescale() {
        JsonNode oracle = Oracle.read("08-residual");
        Minimum at =
                new Minimum(residual(oracle), Oracle.numbers(oracle.get("base").get("theta_flat")));
        double k = oracle.get("stream").get("k").asDouble();
        Minimum stream = StreamRescaling.of(new StreamRescaling.Parameters(0, new Scaling(k, null, 6)))
                .apply(at, context)
                .minimum();
        requireReference(
                at,
                stream,
                oracle.get("stream"),
                Oracle.numbers(oracle.get("stream").get("theta_flat")));
        Minimum block = pair(1, 2, oracle.get("in_block").get("k").asDouble())
                .apply(at, context)
                .minimum();
        requireReference(
                at,
                block,
                oracle.get("in_block"),
                Oracle.numbers(oracle.get("in_block").get("theta_flat")));
        Minimum perChannel = StreamRescaling.of(
                        new StreamRescaling.Parameters(0, new Scaling(null, Scales.of("random"), 6)))
                .apply(at, context)
                .minimum();
        requirePreserved(at, perChannel);
        RefusedException refused =
                assertThrows(RefusedException.class, () -> pair(2, 3, 2).check(at.surface()));
        assertTrue(refused.getMessage().startsWith("layer sum (add) joins units of several layers"));
    }

    @Test
    void piecesOfMaxoutRescaleTogether() {
        JsonNode oracle = Oracle.read("09-maxout");
        int[] source = {0, 1, 2, 3, 4, 5, 12, 13, 14, 6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25};
        Minimum at = new Minimum(
                maxout(oracle), permuted(Oracle.numbers(oracle.get("base").get("theta_flat")), source));
        JsonNode expected = oracle.get("unit_scaling");
        Minimum moved = StreamRescaling.of(new StreamRescaling.Parameters(
                        0, new Scaling(null, Scales.of(Oracle.list(expected.get("k"))), 6)))
                .apply(at, context)
                .minimum();
        requireReference(at, moved, expected, permuted(Oracle.numbers(expected.get("theta_flat")), source));
    }

    private static double[] permuted(double[] x, int[] source) {
        return Arrays.stream(source).mapToDouble(k -> x[k]).toArray();
    }

    @Test
    void piecesOfMaxoutChangePlacesWithinTheirGroup() {
        Network network = Nets.chain(Shape.of(3), dense(6), new Maxout(2, true), dense(2));
        Minimum at = random(network);
        // Unit u and u + 3 are the two pieces of group u.
        Transform swap = Permutation.of(new Permutation.Parameters(0, Permutation.Order.of(List.of(3, 1, 2, 0, 4, 5))));
        Minimum moved = swap.apply(at, context).minimum();
        requirePreserved(at, moved);
        assertEquals(at.theta()[3], moved.theta()[0]);
        Transform mix = Permutation.of(new Permutation.Parameters(0, Permutation.Order.of(List.of(1, 0, 2, 3, 4, 5))));
        assertThrows(RefusedException.class, () -> mix.check(at.surface()));
    }

    private Minimum random(Network network) {
        double[] x =
                context.random("x").doubles(5L * network.inputSize(), -1, 1).toArray();
        double[] y =
                context.random("y").doubles(5L * network.outputCount(), -1, 1).toArray();
        NetworkSurface surface = Nets.surface(
                network,
                new double[network.buffers().size()],
                x,
                Targets.values(y, network.outputCount()),
                new SquaredError(SquaredError.Form.HALF));
        double[] theta =
                context.random("theta").doubles(surface.dimension(), -1, 1).toArray();
        return new Minimum(surface, theta);
    }

    /** Activations with f(c x) = c^degree f(x). */
    private static final Map<Activation.Function, Integer> DEGREES = Map.of(
            Activation.Function.SQUARED_RELU, 2, Activation.Function.SQUARE, 2, Activation.Function.RECIPROCAL, -1);

    @ParameterizedTest
    @EnumSource(Activation.Function.class)
    void activationsThatAreNotHomogeneousRefuseScales(Activation.Function function) {
        Minimum at = random(Nets.chain(Shape.of(3), dense(4), new Activation(function), dense(2)));
        Integer degree = DEGREES.get(function);
        if (degree != null) {
            Minimum moved = pair(0, 1, 3).apply(at, context).minimum();
            requirePreserved(at, moved);
            double expected = at.theta()[16] * Math.pow(3, -degree);
            assertEquals(expected, moved.theta()[16], 1e-15 * Math.abs(expected));
            return;
        }
        for (Transform scaling : List.of(pair(0, 1, 2), scales(0, List.of(1.0, 1.0, 2.0, 1.0)))) {
            RefusedException refused = assertThrows(RefusedException.class, () -> scaling.check(at.surface()));
            assertTrue(refused.getMessage().startsWith("layer 1 ("), refused.getMessage());
            assertTrue(refused.getMessage().contains("homogeneous"), refused.getMessage());
        }
    }

    @Test
    void signFlipsPassThroughTanhAloneAndKeepEveryBit() {
        Transform flip = SignFlip.of(new SignFlip.Parameters(0, SignFlip.Units.of("all")));
        Minimum at = random(Nets.chain(Shape.of(3), dense(4), new Activation(Activation.Function.TANH), dense(2)));
        Minimum moved = flip.apply(at, context).minimum();
        assertArrayEquals(
                at.surface().as(NetworkLoss.class).orElseThrow().outputs(at.theta()),
                moved.surface().as(NetworkLoss.class).orElseThrow().outputs(moved.theta()));
        for (LayerSpec other : List.of(Rectifier.relu(), new Activation(Activation.Function.GELU))) {
            Minimum rigid = random(Nets.chain(Shape.of(3), dense(4), other, dense(2)));
            assertThrows(RefusedException.class, () -> flip.check(rigid.surface()));
        }
    }

    @Test
    void learnedSlopesMoveWithTheirUnits() {
        Minimum at = random(Nets.chain(Shape.of(3), dense(4), new PRelu(4), dense(2)));
        Transform mix = Permutation.of(new Permutation.Parameters(0, Permutation.Order.of(List.of(2, 0, 3, 1))));
        Minimum moved = mix.apply(at, context).minimum();
        requirePreserved(at, moved);
        assertEquals(at.theta()[16 + 2], moved.theta()[16]);
    }

    @Test
    void namesOfLayersStandInTheMessage() {
        Minimum at = random(Nets.chain(Shape.of(3), dense(4), Rectifier.relu(), dense(2)));
        InvalidParameterException refused = assertThrows(
                InvalidParameterException.class, () -> pair(0, 5, 2).check(at.surface()));
        assertEquals("there is no affine layer 5; affine layers: 0 = 0 (3 → 4), 1 = 2 (4 → 2)", refused.getMessage());
    }
}
