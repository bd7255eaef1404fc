package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Carried;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.MonomialUnitMap;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Changes of units carried through whole networks leave the function alone. */
class UnitMapTest {
    private static final Dense HEAD = new Dense(2, true, WeightOrder.OUT_IN);

    private static Conv2d conv(int outputs, int groups) {
        return new Conv2d(outputs, Window.square(2, 1, 0), groups, true);
    }

    private static Network imageNetwork() {
        return new Network(
                Shape.of(2, 6, 6),
                List.of(
                        new Node("conv", conv(4, 1), -1),
                        new Node("norm", new BatchNorm(1e-3), 0),
                        new Node("prelu", new PRelu(4), 1),
                        new Node("pool", new MaxPool(Window.square(2, 1, 0)), 2),
                        new Node("pad", new Pad(1, -1, 0, 2, 0), 3),
                        new Node("fixed, feeds groups", conv(4, 1), 4),
                        new Node("relu", Rectifier.relu(), 5),
                        new Node("mean", new AveragePool(Window.square(2, 1, 0), true), 6),
                        new Node("join", new Concat(), 7, 7),
                        new Node("fixed, in groups", conv(4, 4), 8),
                        new Node("abs", Rectifier.abs(), 9),
                        new Node("global", new GlobalAveragePool(), 10),
                        new Node("flat", Reshape.flatten(), 11),
                        new Node("head", HEAD, 12)));
    }

    private static Network vectorNetwork() {
        return Nets.chain(
                Shape.of(3),
                new Dense(4, true, WeightOrder.IN_OUT),
                new Activation(Activation.Function.SQUARED_RELU),
                new Dense(5, true, WeightOrder.OUT_IN),
                new Rectifier(0.2),
                new BatchNorm(1e-3),
                HEAD);
    }

    private static Network flattened() {
        return Nets.chain(Shape.of(1, 4, 4), conv(3, 1), Rectifier.relu(), Reshape.flatten(), HEAD);
    }

    /** A random positive rescaling, and where allowed a permutation, of the outputs of every absorbing layer. */
    private static Assignment random(Architecture architecture, long seed) {
        RandomGenerator random = LocalContext.singleThreaded(seed).random("walk");
        return (position, layer, inputs) -> {
            if (position == architecture.output()) {
                return UnitMap.identity(layer.units());
            }
            int[] order = layer.type().equals("batch-norm")
                    ? inputs.get(0).monomial().source()
                    : layer.name().startsWith("fixed") ? identity(layer.units()) : shuffled(layer.units(), random);
            double[] scale = new double[layer.units()];
            Arrays.setAll(scale, k -> StrictMath.exp(random.nextGaussian()));
            return new MonomialUnitMap(order, scale);
        };
    }

    private static int[] identity(int n) {
        int[] order = new int[n];
        Arrays.setAll(order, k -> k);
        return order;
    }

    private static int[] shuffled(int n, RandomGenerator random) {
        int[] order = identity(n);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    @Test
    void functionIsTheSameAfterAnyChangeOfUnits() {
        for (Network network : List.of(vectorNetwork(), flattened(), imageNetwork())) {
            for (long seed = 1; seed <= 5; seed++) {
                int n = network.layout().size();
                double[] theta = Nets.normals(seed, n);
                double[] buffers = Nets.normals(seed + 50, network.buffers().size());
                Arrays.setAll(buffers, k -> Math.abs(buffers[k]));
                NetworkSurface surface = Nets.surface(
                        network,
                        buffers,
                        Nets.normals(seed + 70, 3 * network.inputSize()),
                        Targets.values(new double[6], 2),
                        new Objective(new SquaredError(SquaredError.Form.HALF)));
                Carried carried = surface.architecture().carry(random(surface.architecture(), seed));
                double[] outputs = surface.withBuffers(carried.buffers().forward(buffers))
                        .outputs(carried.parameters().forward(theta));
                assertClose(surface.outputs(theta), outputs, 1e-12, 0, "seed " + seed);
            }
        }
    }

    private static String refusal(LayerSpec layer, UnitMap... maps) {
        Integer[] inputs = new Integer[maps.length];
        Arrays.fill(inputs, -1);
        Network network = new Network(Shape.of(maps[0].units()), List.of(new Node("x", layer, inputs)));
        Layer seen = network.architecture().layers().get(0);
        return assertThrows(RefusedException.class, () -> seen.propagate(List.of(maps)))
                .getMessage();
    }

    @Test
    void layersSayWhyTheyRefuse() {
        UnitMap half = UnitMap.uniform(2, 0.5);
        assertEquals(
                "layer x (gelu) is not homogeneous: scaling its input by 0.5 (unit 0) would change the function",
                refusal(new Activation(Activation.Function.GELU), half));
        assertEquals(
                "layer x (tanh) is odd but not homogeneous: scaling its input by 0.5 (unit 0) would change the"
                        + " function; only −1 and 1 pass",
                refusal(new Activation(Activation.Function.TANH), half));
        assertEquals(
                "layer x (relu) is homogeneous for positive scales only: scaling its input by -1.0 (unit 0) would"
                        + " change the function",
                refusal(Rectifier.relu(), UnitMap.uniform(2, -1)));
        assertEquals(
                "layer x (add) joins units of several layers: they would have to be scaled alike, but unit 0 would be"
                        + " scaled by 0.5 and by 1.0",
                refusal(new Add(), half, UnitMap.identity(2)));
        assertEquals(
                "layer x (maximum) joins units of several layers: they would have to be permuted alike, but unit 0"
                        + " would come from 1 and from 0",
                refusal(
                        new Maximum(),
                        new MonomialUnitMap(new int[] {1, 0}, new double[] {1, 1}),
                        UnitMap.identity(2)));
        assertEquals(
                "layer x (maxout) takes several units together: the units of group 0 would have to be scaled and moved"
                        + " together",
                refusal(new Maxout(2, false), UnitMap.scaling(new double[] {2, 1})));
    }

    @Test
    void squaredReluSquaresScales() {
        Network network = Nets.chain(Shape.of(2), new Activation(Activation.Function.SQUARED_RELU));
        UnitMap map = network.architecture().layers().get(0).propagate(List.of(UnitMap.uniform(2, 3)));
        assertEquals(9, map.monomial().scale()[1]);
    }

    @Test
    void paddingScalesWithItsImageUnlessItAddsAValue() {
        UnitMap flipped = new MonomialUnitMap(new int[] {1, 0}, new double[] {-2, 0.5});
        assertSameMap(flipped, padded(new Pad(1, 1, 1, 1, 0), flipped));
        assertSameMap(flipped, padded(new Pad(-1, 0, 0, 0, 0.5), flipped));
        UnitMap swapped = new MonomialUnitMap(new int[] {1, 0}, new double[] {1, 1});
        assertSameMap(swapped, padded(new Pad(1, 0, 0, 0, 0.5), swapped));
        assertEquals(
                "layer x (pad) is not homogeneous: scaling its input by -2.0 (unit 0) would change the function",
                assertThrows(RefusedException.class, () -> padded(new Pad(1, 0, 0, 0, 0.5), flipped))
                        .getMessage());
    }

    @Test
    void fixedNumbersScaleWithTheirUnits() {
        assertSameMap(UnitMap.uniform(2, -3), scaled(Scale.of(-0.5, 0), UnitMap.uniform(2, -3)));
        UnitMap swapped = new MonomialUnitMap(new int[] {1, 0}, new double[] {1, 1});
        Scale uneven = new Scale(List.of(2.0, 4.0), List.of(0.5, 1.0));
        // 2 x₁ + ½ is half of 4 x₁ + 1
        assertSameMap(new MonomialUnitMap(new int[] {1, 0}, new double[] {0.5, 2}), scaled(uneven, swapped));
        assertEquals(
                "layer 0 (scale) holds fixed numbers: a change of its input (unit 0 from unit 0, scaled by 2.0) would"
                        + " change the function",
                assertThrows(RefusedException.class, () -> scaled(uneven, UnitMap.uniform(2, 2)))
                        .getMessage());
        assertEquals(
                "layer 0 (scale) holds fixed numbers: a change of its input (unit 0 from unit 1, scaled by 1.0) would"
                        + " change the function",
                assertThrows(RefusedException.class, () -> scaled(new Scale(List.of(1.0), List.of(0.5, 1.0)), swapped))
                        .getMessage());
    }

    private static void assertSameMap(UnitMap expected, UnitMap actual) {
        assertArrayEquals(expected.monomial().source(), actual.monomial().source());
        assertArrayEquals(expected.monomial().scale(), actual.monomial().scale());
    }

    private static UnitMap scaled(Scale scale, UnitMap input) {
        Network network = Nets.chain(Shape.of(2), scale);
        return network.architecture().layers().get(0).propagate(List.of(input));
    }

    private static UnitMap padded(Pad pad, UnitMap input) {
        Network network =
                new Network(Shape.of(2, 3, 3), List.of(new Node("x", pad, -1), new Node("flat", Reshape.flatten(), 0)));
        return network.architecture().layers().get(0).propagate(List.of(input));
    }
}
