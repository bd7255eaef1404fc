package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Binary;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Convolution;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.Expand;
import io.flatness.networks.layer.Gather;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.GroupNorm;
import io.flatness.networks.layer.Join;
import io.flatness.networks.layer.Kernel;
import io.flatness.networks.layer.LayerNorm;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MatMul;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.PadAxes;
import io.flatness.networks.layer.Parameter;
import io.flatness.networks.layer.Permute;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Recurrent;
import io.flatness.networks.layer.Reduce;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.RmsNorm;
import io.flatness.networks.layer.Rotary;
import io.flatness.networks.layer.Slice;
import io.flatness.networks.layer.Softmax;
import io.flatness.networks.layer.Tile;
import io.flatness.networks.layer.TransposedConvolution;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.layer.Where;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Small networks on sequences, volumes and graphs, one for each layer beyond those of images and vectors. */
final class SequenceCases {
    private static final Activation TANH = new Activation(Activation.Function.TANH);

    private SequenceCases() {}

    /** Inputs that are looked up in a table, as whole numbers; the others as they are. */
    static double[] inputs(Network network, double[] normals) {
        double[] x = normals.clone();
        for (Node node : network.nodes()) {
            if (node.layer() instanceof Embedding table && node.inputs().get(0) < 0) {
                int input = -1 - node.inputs().get(0);
                int from = network.inputs().subList(0, input).stream()
                        .mapToInt(Shape::size)
                        .sum();
                int size = network.inputs().get(input).size();
                for (int k = 0; k < x.length; k++) {
                    int at = k % network.inputSize();
                    if (at >= from && at < from + size) {
                        x[k] = Math.floorMod((int) Math.floor(3 * normals[k]), table.rows());
                    }
                }
            }
        }
        return x;
    }

    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    /** Layers one after the other between dense layers at every position; then a vector of two outputs. */
    private static Network sequence(LayerSpec... layers) {
        List<LayerSpec> all = new ArrayList<>(List.of(dense(4)));
        all.addAll(List.of(layers));
        all.add(Reshape.flatten());
        all.add(dense(2));
        return Nets.chain(Shape.sequence(3, 2), all.toArray(LayerSpec[]::new));
    }

    private static Network planes(Shape input, LayerSpec... layers) {
        List<LayerSpec> all = new ArrayList<>(List.of(layers));
        all.add(Reshape.flatten());
        all.add(dense(2));
        return Nets.chain(input, all.toArray(LayerSpec[]::new));
    }

    /** Two branches of the input, [3, 4] and of another shape, and what joins them. */
    private static Network pair(LayerSpec first, LayerSpec second, LayerSpec join) {
        return new Network(
                Shape.sequence(3, 2),
                List.of(
                        new Node("a", new Dense(4, true, WeightOrder.IN_OUT), -1),
                        new Node("b", dense(4), -1),
                        new Node("tanh", TANH, 1),
                        new Node("first", first, 0),
                        new Node("second", second, 2),
                        new Node("join", join, 3, 4),
                        new Node("flat", Reshape.flatten(), 5),
                        new Node("head", dense(2), 6)));
    }

    static Map<String, Network> all() {
        Map<String, Network> cases = new LinkedHashMap<>();
        cases.put("dense at every position", Nets.chain(Shape.sequence(3, 2), dense(3), TANH, dense(2)));
        cases.put("rectified positions and their mean", meanOfPositions());
        moves(cases);
        pairs(cases);
        norms(cases);
        volumes(cases);
        graphs(cases);
        recurrent(cases);
        return cases;
    }

    private static Network meanOfPositions() {
        return Nets.chain(
                Shape.sequence(3, 2),
                new Dense(3, true, WeightOrder.IN_OUT),
                Rectifier.relu(),
                dense(2),
                Rectifier.relu(),
                new Reduce(Reduce.Operation.MEAN, List.of(0), false),
                dense(2));
    }

    private static void moves(Map<String, Network> cases) {
        cases.put("transpose", sequence(TANH, new Permute(List.of(1, 0)), dense(2)));
        cases.put(
                "transpose of three axes",
                sequence(new Reshape(List.of(3, 2, 2), true), TANH, new Permute(List.of(2, 0, 1)), dense(2)));
        cases.put("slice", sequence(TANH, new Slice(1, 1, 4, 2)));
        cases.put("slice backwards", sequence(TANH, new Slice(0, -1, -9, -1), new Slice(-1, 0, 99, 3)));
        cases.put("gather", sequence(TANH, new Gather(0, List.of(2, 0, 2, -1), List.of(2, 2)), dense(2)));
        cases.put("gather one", sequence(TANH, new Gather(0, List.of(1), List.of())));
        cases.put("tile", sequence(TANH, new Tile(List.of(2, 1)), dense(1)));
        cases.put("expand", sequence(TANH, new Slice(0, 1, 2, 1), new Expand(List.of(2, 3, 4)), dense(1)));
        cases.put("pad axes", sequence(TANH, new PadAxes(List.of(1, -1), List.of(0, 2), 0.4), dense(1)));
        for (Reduce.Operation operation : Reduce.Operation.values()) {
            cases.put("reduce " + operation, sequence(new Reduce(operation, List.of(1), false)));
            cases.put("reduce the first axis " + operation, sequence(new Reduce(operation, List.of(0), true)));
            cases.put("reduce all " + operation, sequence(new Reduce(operation, List.of(-2, -1), false)));
        }
        cases.put("softmax", sequence(new Softmax(-1, false)));
        cases.put("softmax along the first axis", sequence(new Softmax(0, false)));
        cases.put("log-softmax", sequence(new Softmax(-1, true)));
        cases.put("log-softmax along the first axis", sequence(new Softmax(0, true)));
    }

    private static void pairs(Map<String, Network> cases) {
        LayerSpec same = new Reshape(List.of(3, 4), true);
        for (Binary.Operation operation : Binary.Operation.values()) {
            LayerSpec second = operation == Binary.Operation.DIVIDE ? new Activation(Activation.Function.EXP) : same;
            cases.put(operation + " of two", pair(same, second, new Binary(operation)));
            cases.put(
                    operation + " with repetition",
                    pair(
                            new Slice(0, 0, 1, 1),
                            operation == Binary.Operation.DIVIDE ? second : new Slice(1, 2, 3, 1),
                            new Binary(operation)));
        }
        cases.put("product of a layer with itself", squared());
        cases.put("matrix product", pair(same, new Reshape(List.of(4, 3), true), new MatMul()));
        cases.put("left transposed", pair(same, same, new MatMul(true, false)));
        cases.put("right transposed", pair(same, same, new MatMul(false, true)));
        cases.put("both transposed", pair(same, new Reshape(List.of(4, 3), true), new MatMul(true, true)));
        cases.put(
                "matrix products with repetition",
                pair(
                        new Reshape(List.of(2, 1, 3, 2), true),
                        new Reshape(List.of(3, 2, 2), true),
                        new MatMul(false, false)));
        cases.put(
                "transposed products with repetition",
                pair(new Reshape(List.of(3, 2, 2), true), new Reshape(List.of(1, 6, 2), true), new MatMul(true, true)));
        cases.put("join", pair(new Slice(0, 0, 2, 1), same, new Join(0)));
        cases.put("join the last axis", pair(new Slice(1, 0, 3, 1), same, new Join(-1)));
    }

    private static Network squared() {
        return new Network(
                Shape.sequence(3, 2),
                List.of(
                        new Node("a", dense(2), -1),
                        new Node("square", new Binary(Binary.Operation.MULTIPLY), 0, 0),
                        new Node("more", new Binary(Binary.Operation.MULTIPLY), 1, 0),
                        new Node("head", dense(2), 2)));
    }

    private static void norms(Map<String, Network> cases) {
        for (boolean affine : new boolean[] {false, true}) {
            String with = affine ? ", affine" : "";
            cases.put("layer norm" + with, sequence(new LayerNorm(1, 1e-3, affine, affine), TANH));
            cases.put("layer norm of two axes" + with, sequence(new LayerNorm(2, 1e-3, affine, affine)));
            cases.put("rms norm" + with, sequence(new RmsNorm(1, 1e-3, affine), TANH));
            Shape image = Shape.of(1, 3, 3);
            Conv2d conv = new Conv2d(4, Window.square(2, 1, 0), 1, true);
            cases.put("group norm" + with, planes(image, conv, new GroupNorm(2, 1e-3, affine, affine), TANH));
            cases.put("instance norm" + with, planes(image, conv, GroupNorm.instance(1e-3, affine, affine)));
        }
        cases.put("layer norm with a shift alone", sequence(new LayerNorm(1, 1e-3, false, true)));
    }

    private static void volumes(Map<String, Network> cases) {
        Shape signal = Shape.of(2, 7);
        cases.put(
                "signals",
                planes(
                        signal,
                        new Convolution(4, Kernel.of(3, 2, 1), 2, true),
                        Rectifier.relu(),
                        new MaxPool(new Window(1, 2, 1, 1, 0, 0, 0, 0, 1, 1)),
                        new Convolution(
                                2, new Kernel(List.of(2), List.of(1), List.of(1), List.of(0), List.of(2)), 1, false),
                        new GlobalAveragePool()));
        Kernel cube =
                new Kernel(List.of(2, 1, 2), List.of(1, 2, 1), List.of(1, 0, 0), List.of(0, 0, 1), List.of(1, 1, 1));
        cases.put("volumes", planes(Shape.rows(List.of(2, 2, 3, 2)), new Convolution(2, cube, 1, true), TANH));
        cases.put(
                "volumes in groups", planes(Shape.rows(List.of(2, 2, 3, 2)), new Convolution(4, cube, 2, true), TANH));
        Kernel square = new Kernel(List.of(2, 3), List.of(2, 1), List.of(0, 1), List.of(1, 0), List.of(1, 2));
        cases.put(
                "transposed",
                planes(
                        Shape.of(2, 2, 2),
                        new Conv2d(2, Window.square(1, 1, 0), 1, true),
                        TANH,
                        new TransposedConvolution(3, square, List.of(1, 0), 1, true),
                        TANH));
        cases.put(
                "transposed in groups",
                planes(
                        Shape.of(2, 2, 2),
                        new TransposedConvolution(4, square, List.of(0, 0), 2, false),
                        TANH,
                        new Conv2d(1, Window.square(1, 1, 0), 1, true)));
        cases.put("squeeze and excite", squeezeAndExcite());
    }

    private static Network squeezeAndExcite() {
        return new Network(
                Shape.of(1, 3, 3),
                List.of(
                        new Node("a", new Conv2d(2, Window.square(2, 1, 0), 1, true), -1),
                        new Node("mean", new Reduce(Reduce.Operation.MEAN, List.of(1, 2), true), 0),
                        new Node("gate", new Conv2d(2, Window.square(1, 1, 0), 1, true), 1),
                        new Node("sigmoid", new Activation(Activation.Function.SIGMOID), 2),
                        new Node("scaled", new Binary(Binary.Operation.MULTIPLY), 0, 3),
                        new Node("flat", Reshape.flatten(), 4),
                        new Node("head", dense(2), 5)));
    }

    private static void graphs(Map<String, Network> cases) {
        cases.put("tied language model", languageModel(true, Set.of()));
        cases.put("language model", languageModel(false, Set.of()));
        cases.put("frozen tensors", languageModel(true, Set.of("table", "qkv.weight")));
        cases.put("classifier of tokens", tokens());
        for (boolean interleaved : new boolean[] {false, true}) {
            cases.put("grouped queries, rotary" + (interleaved ? ", interleaved" : ""), grouped(interleaved));
        }
        cases.put("cross attention with a mask", crossAttention());
        cases.put("where", where());
    }

    /** Embedding, positions, one block of causal attention with pre-norm, and logits for each position. */
    private static Network languageModel(boolean tied, Set<String> frozen) {
        List<Node> nodes = List.of(
                new Node("tokens", new Embedding(5, 4), List.of(-1), List.of("table")),
                new Node("places", new Parameter(List.of(3, 4))),
                new Node("x", new Binary(Binary.Operation.ADD), 0, 1),
                new Node("norm", new LayerNorm(1, 1e-3, true, true), 2),
                new Node("qkv", new Dense(12, true, WeightOrder.IN_OUT), 3),
                new Node("q", new Slice(-1, 0, 4, 1), 4),
                new Node("k", new Slice(-1, 4, 8, 1), 4),
                new Node("v", new Slice(-1, 8, 12, 1), 4),
                new Node("attention", new Attention(2, 2, true, 0), 5, 6, 7),
                new Node("sum", new Add(), 8, 2),
                new Node(
                        "head",
                        new Dense(5, false, WeightOrder.OUT_IN),
                        List.of(9),
                        List.of(tied ? "table" : "head.weight")));
        return new Network(List.of(Shape.of(3)), nodes, 10, frozen);
    }

    private static Network tokens() {
        return new Network(
                Shape.of(4),
                List.of(
                        new Node("tokens", new Embedding(3, 2), -1),
                        new Node("relu", Rectifier.relu(), 0),
                        new Node("mean", new Reduce(Reduce.Operation.MEAN, List.of(0), false), 1),
                        new Node("head", dense(2), 2)));
    }

    private static Network grouped(boolean interleaved) {
        return new Network(
                Shape.sequence(3, 2),
                List.of(
                        new Node("q", dense(8), -1),
                        new Node("k", dense(4), -1),
                        new Node("v", dense(1), -1),
                        new Node("cos", new Constant(List.of(3, 2))),
                        new Node("sin", new Constant(List.of(3, 2))),
                        new Node("rq", new Rotary(2, interleaved), 0, 3, 4),
                        new Node("rk", new Rotary(1, interleaved), 1, 3, 4),
                        new Node("attention", new Attention(2, 1, false, 0.3), 5, 6, 2),
                        new Node("out", dense(2), 7)));
    }

    /** Two inputs; the mask moves with a parameter. */
    private static Network crossAttention() {
        return new Network(
                List.of(Shape.sequence(2, 2), Shape.sequence(3, 2)),
                List.of(
                        new Node("q", dense(2), -1),
                        new Node("k", dense(2), -2),
                        new Node("v", dense(2), -2),
                        new Node("mask", new Parameter(List.of(2, 1, 3))),
                        new Node("attention", new Attention(2, 2, false, 0), 0, 1, 2, 3),
                        new Node("own", new Attention(1, 1, false, 0), 4, 4, 4),
                        new Node("flat", Reshape.flatten(), 5),
                        new Node("head", dense(2), 6)),
                7,
                Set.of());
    }

    private static Network where() {
        return new Network(
                List.of(Shape.sequence(3, 2)),
                List.of(
                        new Node("a", dense(2), -1),
                        new Node("b", dense(1), -1),
                        new Node("mask", Rectifier.relu(), -1),
                        new Node("where", new Where(), 2, 0, 1),
                        new Node("tanh", TANH, 3),
                        new Node("head", dense(2), 4)),
                5,
                Set.of());
    }

    private static void recurrent(Map<String, Network> cases) {
        for (Recurrent.Cell cell : Recurrent.Cell.values()) {
            for (Recurrent.Direction direction : Recurrent.Direction.values()) {
                boolean bias = direction != Recurrent.Direction.REVERSE;
                Recurrent layer = new Recurrent(cell, 2, direction, bias, bias);
                cases.put(
                        cell + " " + direction,
                        Nets.chain(Shape.sequence(3, 2), layer, new Gather(0, List.of(-1), List.of()), dense(2)));
            }
        }
    }
}
