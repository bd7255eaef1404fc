package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Binary;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.LayerNorm;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Parameter;
import io.flatness.networks.layer.RmsNorm;
import io.flatness.networks.layer.Rotary;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Carried;
import io.flatness.spi.loss.MonomialUnitMap;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may be done to the units of a transformer, and what may not. */
class TransformerUnitsTest {
    private static final int WIDTH = 4;

    /** A block of attention and a gated layer between norms, after an embedding; every node by its name. */
    private static Network block(LayerSpec norm, boolean rotary, boolean tied) {
        List<Node> nodes = new ArrayList<>();
        Map<String, Integer> at = new HashMap<>();
        add(nodes, at, "tokens", new Embedding(5, WIDTH), tied ? List.of("table") : List.of(), "");
        add(nodes, at, "places", new Parameter(List.of(3, WIDTH)), List.of());
        add(nodes, at, "x", new Binary(Binary.Operation.ADD), List.of(), "tokens", "places");
        add(nodes, at, "first norm", norm, List.of(), "x");
        add(nodes, at, "q", dense(WIDTH), List.of(), "first norm");
        add(nodes, at, "k", dense(WIDTH), List.of(), "first norm");
        add(nodes, at, "v", dense(WIDTH), List.of(), "first norm");
        String q = "q";
        String k = "k";
        if (rotary) {
            add(nodes, at, "cos", new Constant(List.of(3, 1)), List.of());
            add(nodes, at, "sin", new Constant(List.of(3, 1)), List.of());
            add(nodes, at, "rq", new Rotary(2, false), List.of(), "q", "cos", "sin");
            add(nodes, at, "rk", new Rotary(2, false), List.of(), "k", "cos", "sin");
            q = "rq";
            k = "rk";
        }
        add(nodes, at, "attention", new Attention(2, 2, true, 0), List.of(), q, k, "v");
        add(nodes, at, "o", dense(WIDTH), List.of(), "attention");
        add(nodes, at, "y", new Add(), List.of(), "x", "o");
        add(nodes, at, "second norm", norm, List.of(), "y");
        add(nodes, at, "gate", dense(6), List.of(), "second norm");
        add(nodes, at, "up", dense(6), List.of(), "second norm");
        add(nodes, at, "silu", new Activation(Activation.Function.SILU), List.of(), "gate");
        add(nodes, at, "product", new Binary(Binary.Operation.MULTIPLY), List.of(), "silu", "up");
        add(nodes, at, "down", dense(WIDTH), List.of(), "product");
        add(nodes, at, "z", new Add(), List.of(), "y", "down");
        add(nodes, at, "head", new Dense(5, false, WeightOrder.OUT_IN), tied ? List.of("table") : List.of(), "z");
        return new Network(List.of(Shape.of(3)), nodes, nodes.size() - 1, Set.of());
    }

    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    private static void add(
            List<Node> nodes,
            Map<String, Integer> at,
            String name,
            LayerSpec layer,
            List<String> tensors,
            String... inputs) {
        List<Integer> from = new ArrayList<>();
        for (String input : inputs) {
            from.add(input.isEmpty() ? -1 : at.get(input));
        }
        at.put(name, nodes.size());
        nodes.add(new Node(name, layer, from, tensors));
    }

    private static Assignment at(Network network, Map<String, UnitMap> maps) {
        Map<Integer, UnitMap> positions = new HashMap<>();
        for (int v = 0; v < network.nodes().size(); v++) {
            UnitMap map = maps.get(network.nodes().get(v).name());
            if (map != null) {
                positions.put(v, map);
            }
        }
        return Assignment.of(positions);
    }

    private static void assertPreserves(Network network, Map<String, UnitMap> maps, String what) {
        double[] theta = Nets.normals(3, network.layout().size());
        double[] buffers = Nets.normals(4, network.buffers().size());
        NetworkSurface surface = Nets.surface(
                network,
                buffers,
                new double[] {0, 3, 1, 4, 2, 2},
                Targets.positions(new int[6], 3, -100),
                new Objective(new SoftmaxCrossEntropy()));
        Carried carried = surface.architecture().carry(at(network, maps));
        double[] moved = carried.parameters().forward(theta);
        double change = 0;
        for (int k = 0; k < theta.length; k++) {
            change = Math.max(change, Math.abs(moved[k] - theta[k]));
        }
        assertTrue(change > 0.1, what + " changes parameters");
        assertClose(surface.outputs(theta), surface.outputs(moved), 1e-12, 0, what);
    }

    private static String refusal(Network network, Map<String, UnitMap> maps) {
        return assertThrows(RefusedException.class, () -> network.architecture().carry(at(network, maps)))
                .getMessage();
    }

    private static final LayerNorm LAYER_NORM = new LayerNorm(1, 1e-5, true, true);
    private static final RmsNorm RMS_NORM = new RmsNorm(1, 1e-5, false);

    /** A = [[a, b], [c, d]] for the first head and the identity for the second; with the inverse transposed beside it. */
    private static UnitMap ofFirstHead(double a, double b, double c, double d) {
        return UnitMap.mixing(new double[][] {{a, b, 0, 0}, {c, d, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}});
    }

    private static final UnitMap MIXED = ofFirstHead(2, 1, 3, 4);
    private static final UnitMap COUNTER = ofFirstHead(0.8, -0.6, -0.2, 0.4);

    @Test
    void queriesAndKeysOfAHeadTakeAnyInvertibleMatrix() {
        Network network = block(LAYER_NORM, false, false);
        assertPreserves(network, Map.of("q", MIXED, "k", COUNTER), "query and key");
        assertPreserves(network, Map.of("v", MIXED), "values");
        assertTrue(
                refusal(network, Map.of("q", MIXED)).startsWith("layer attention (attention) takes scalar products"));
    }

    @Test
    void headsDoNotMix() {
        double s = Math.sqrt(0.5);
        UnitMap across = UnitMap.mixing(new double[][] {{s, 0, s, 0}, {0, 1, 0, 0}, {-s, 0, s, 0}, {0, 0, 0, 1}});
        Network network = block(LAYER_NORM, false, false);
        assertTrue(refusal(network, Map.of("q", across, "k", across)).startsWith("layer attention (attention)"));
        assertTrue(refusal(network, Map.of("v", across)).startsWith("layer attention (attention)"));
    }

    @Test
    void rotaryPositionsLetFactorsOfPairsPassAlone() {
        Network network = block(LAYER_NORM, true, false);
        UnitMap pairs = UnitMap.scaling(new double[] {3, 3, 0.5, 0.5});
        UnitMap back = UnitMap.scaling(new double[] {1 / 3.0, 1 / 3.0, 2, 2});
        assertPreserves(network, Map.of("q", pairs, "k", back), "pairs");
        UnitMap uneven = UnitMap.scaling(new double[] {3, 1, 1, 1});
        UnitMap unevenBack = UnitMap.scaling(new double[] {1 / 3.0, 1, 1, 1});
        assertTrue(refusal(network, Map.of("q", uneven, "k", unevenBack)).startsWith("layer rq (rotary)"));
        UnitMap swapped = UnitMap.permutation(new int[] {1, 0, 2, 3});
        assertTrue(refusal(network, Map.of("q", swapped, "k", swapped)).startsWith("layer rq (rotary)"));
    }

    @Test
    void scalesOfANormGoIntoItsReaders() {
        Network network = block(LAYER_NORM, false, false);
        UnitMap scaled = UnitMap.scaling(new double[] {2, -0.5, 3, 1});
        assertPreserves(network, Map.of("first norm", scaled), "norm");
        assertPreserves(network, Map.of("second norm", scaled), "second norm");
    }

    @Test
    void unitsOfTheStreamMoveTogether() {
        UnitMap order = UnitMap.permutation(new int[] {2, 0, 3, 1});
        Map<String, UnitMap> all = Map.of(
                "tokens", order, "places", order, "o", order, "down", order, "first norm", order, "second norm", order);
        assertPreserves(block(LAYER_NORM, false, false), all, "permutation of the stream");
        assertPreserves(block(LAYER_NORM, false, true), all, "permutation of the stream, tied");
        UnitMap scaled = UnitMap.uniform(4, 2);
        Map<String, UnitMap> scales = Map.of("tokens", scaled, "places", scaled, "o", scaled, "down", scaled);
        assertEquals(
                "layer first norm (layer-norm) is not homogeneous: scaling its input by 2.0 (unit 0) would change the"
                        + " function",
                refusal(block(LAYER_NORM, false, false), scales));
    }

    @Test
    void theStreamRotatesUnderRmsNormsAlone() {
        double c = Math.cos(0.7);
        double s = Math.sin(0.7);
        UnitMap rotation = UnitMap.mixing(new double[][] {{c, s, 0, 0}, {-s, c, 0, 0}, {0, 0, 0, 1}, {0, 0, -1, 0}});
        Map<String, UnitMap> all = Map.of("tokens", rotation, "places", rotation, "o", rotation, "down", rotation);
        assertPreserves(block(RMS_NORM, false, false), all, "rotation");
        assertPreserves(block(RMS_NORM, false, true), all, "rotation, tied");
        assertTrue(refusal(block(LAYER_NORM, false, false), all).startsWith("layer first norm (layer-norm)"));
        assertTrue(refusal(block(new RmsNorm(1, 1e-5, true), false, false), all)
                .startsWith("layer first norm (rms-norm)"));
        Map<String, UnitMap> scaled = new HashMap<>();
        all.keySet().forEach(name -> scaled.put(name, UnitMap.scaling(new double[] {2, 1, 1, 1})));
        assertTrue(refusal(block(RMS_NORM, false, false), scaled).startsWith("layer first norm (rms-norm)"));
    }

    @Test
    void gatesTakeFactorsOnTheOtherSide() {
        Network network = block(LAYER_NORM, false, false);
        int[] order = {3, 1, 0, 2, 5, 4};
        UnitMap moved = new MonomialUnitMap(order, new double[] {2, 0.5, -1, 3, 1, 7});
        assertPreserves(network, Map.of("gate", UnitMap.permutation(order), "up", moved), "gate");
        assertEquals(
                "layer silu (silu) is not homogeneous: scaling its input by 2.0 (unit 0) would change the function",
                refusal(network, Map.of("gate", UnitMap.uniform(6, 2))));
    }

    @Test
    void aTiedEmbeddingDoesNotScale() {
        UnitMap scaled = UnitMap.scaling(new double[] {2, 1, 1, 1});
        Map<String, UnitMap> all = Map.of("tokens", scaled, "places", scaled, "o", scaled, "down", scaled);
        Network network = new Network(
                List.of(Shape.of(3)),
                List.of(
                        new Node("tokens", new Embedding(5, WIDTH), List.of(-1), List.of("table")),
                        new Node("head", new Dense(5, false, WeightOrder.OUT_IN), List.of(0), List.of("table"))),
                1,
                Set.of());
        assertTrue(refusal(network, all).contains("table"));
    }
}
