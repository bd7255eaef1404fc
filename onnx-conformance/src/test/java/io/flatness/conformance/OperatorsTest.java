package io.flatness.conformance;

import static io.flatness.conformance.Graphs.integer;
import static io.flatness.conformance.Graphs.integerTensor;
import static io.flatness.conformance.Graphs.integers;
import static io.flatness.conformance.Graphs.number;
import static io.flatness.conformance.Graphs.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.networks.graph.Node;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.NetworkExport;
import io.flatness.spi.loss.ModelExport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every operator, as exporters write it, against ONNX Runtime. */
class OperatorsTest {
    private static final int SAMPLES = 5;

    @TempDir
    private Path folder;

    /** A model, its input shape, and the types of the layers that it should become. */
    private record Case(String name, int opset, long[] input, String layers, Body body) {
        interface Body {
            String build(Graphs graph);
        }

        byte[] file() {
            Graphs graph = new Graphs(7, opset, input);
            return graph.build(body.build(graph), name.equals("concatenation") ? 15 : 3);
        }
    }

    private static Case vector(String name, String layers, Case.Body body) {
        return new Case(name, 17, new long[] {6}, layers, body);
    }

    private static Case image(String name, String layers, Case.Body body) {
        return new Case(name, 17, new long[] {4, 7, 8}, layers, body);
    }

    private static List<Case> cases() {
        return List.of(
                vector("Gemm", "dense", g -> g.add("Gemm", List.of("input", g.weight("w", 6, 3), g.weight("b", 3)))),
                vector(
                        "Gemm with factors, transposed, one bias for all",
                        "dense",
                        g -> g.add(
                                "Gemm",
                                List.of("input", g.weight("w", 3, 6), g.weight("b", 1)),
                                integer("transB", 1),
                                number("alpha", 0.5f),
                                number("beta", -2))),
                vector("MatMul", "dense", g -> g.add("MatMul", List.of("input", g.weight("w", 6, 3)))),
                vector(
                        "MatMul and Add",
                        "dense",
                        g -> g.add(
                                "Add",
                                List.of(g.weight("b", 3), g.add("MatMul", List.of("input", g.weight("w", 6, 3)))))),
                vector(
                        "transposed weight",
                        "dense",
                        g -> g.add(
                                "MatMul",
                                List.of("input", g.add("Transpose", g.weight("w", 3, 6), integers("perm", 1, 0))))),
                activation("Relu", "relu", x -> x),
                activation("Tanh", "tanh", x -> x),
                activation("Sigmoid", "sigmoid", x -> x),
                activation("Softplus", "softplus", x -> x),
                activation("Abs", "abs", x -> x),
                activation("HardSwish", "hard-swish", x -> x),
                vector(
                        "LeakyRelu",
                        "leaky-relu dense",
                        g -> dense(g, g.add("LeakyRelu", "input", number("alpha", 0.3f)))),
                vector("Elu", "elu dense", g -> dense(g, g.add("Elu", "input", number("alpha", 0.7f)))),
                vector("Clip as Relu", "relu dense", g -> dense(g, g.add("Clip", List.of("input", g.constant(0))))),
                vector("Max with 0", "relu dense", g -> dense(g, g.add("Max", List.of("input", g.constant(0))))),
                vector(
                        "Dropout and Identity",
                        "relu dense",
                        g -> dense(g, g.add("Dropout", g.add("Identity", g.add("Relu", "input"))))),
                vector("PRelu", "prelu dense", g -> dense(g, g.add("PRelu", List.of("input", g.weight("slope", 6))))),
                vector(
                        "squared ReLU",
                        "squared-relu dense",
                        g -> dense(g, g.add("Pow", List.of(g.add("Relu", "input"), g.constant(2))))),
                vector("GELU by Erf", "gelu dense", g -> dense(g, gelu(g, "input"))),
                vector("GELU by Tanh", "gelu-tanh dense", g -> dense(g, geluTanh(g, "input"))),
                new Case(
                        "GELU as an operator", 20, new long[] {6}, "gelu dense", g -> dense(g, g.add("Gelu", "input"))),
                new Case(
                        "GELU as an operator, by tanh",
                        20,
                        new long[] {6},
                        "gelu-tanh dense",
                        g -> dense(g, g.add("Gelu", "input", text("approximate", "tanh")))),
                vector("SiLU", "silu dense", g -> dense(g, g.add("Mul", List.of("input", g.add("Sigmoid", "input"))))),
                vector(
                        "hard-swish by HardSigmoid",
                        "hard-swish dense",
                        g -> dense(
                                g,
                                g.add(
                                        "Mul",
                                        List.of("input", g.add("HardSigmoid", "input", number("alpha", 1 / 6f)))))),
                vector(
                        "hard-swish by Clip",
                        "hard-swish dense",
                        g -> dense(
                                g,
                                g.add(
                                        "Div",
                                        List.of(
                                                g.add(
                                                        "Mul",
                                                        List.of(
                                                                "input",
                                                                g.add(
                                                                        "Clip",
                                                                        List.of(
                                                                                g.add(
                                                                                        "Add",
                                                                                        List.of(
                                                                                                "input",
                                                                                                g.constant(3))),
                                                                                g.constant(0),
                                                                                g.constant(6))))),
                                                g.constant(6))))),
                vector(
                        "residual around an activation",
                        "relu add dense",
                        g -> dense(g, g.add("Add", List.of("input", g.add("Relu", "input"))))),
                vector("two activations", "tanh relu dense", g -> dense(g, g.add("Relu", g.add("Tanh", "input")))),
                vector(
                        "maximum of layers",
                        "dense dense maximum",
                        g -> g.add("Max", List.of(dense(g, "input"), dense(g, "input")))),
                vector(
                        "sum of three",
                        "dense dense dense add",
                        g -> g.add("Sum", List.of(dense(g, "input"), dense(g, "input"), dense(g, "input")))),
                vector(
                        "concatenation",
                        "dense relu concat",
                        g -> g.add(
                                "Concat",
                                List.of(dense(g, "input"), "input", g.add("Relu", "input")),
                                integer("axis", -1))),
                vector(
                        "maxout",
                        "maxout dense",
                        g -> g.add(
                                "Gemm",
                                List.of(
                                        g.add(
                                                "ReduceMax",
                                                g.add("Reshape", List.of("input", g.integers(0, 2, 3))),
                                                integers("axes", 2),
                                                integer("keepdims", 0)),
                                        g.weight("w", 2, 3)))),
                image(
                        "Conv",
                        "conv2d flatten dense",
                        g -> head(
                                g,
                                g.add("Conv", List.of("input", g.weight("w", 5, 4, 3, 2), g.weight("b", 5))),
                                5 * 5 * 7)),
                image(
                        "Conv with everything",
                        "conv2d flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Conv",
                                        List.of("input", g.weight("w", 6, 2, 3, 3)),
                                        integer("group", 2),
                                        integers("pads", 1, 2, 0, 1),
                                        integers("strides", 2, 1),
                                        integers("dilations", 2, 1)),
                                6 * 2 * 9)),
                image(
                        "Conv with padding as TensorFlow counts it",
                        "conv2d flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Conv",
                                        List.of("input", g.weight("w", 5, 4, 3, 3)),
                                        text("auto_pad", "SAME_UPPER"),
                                        integers("strides", 2, 2)),
                                5 * 4 * 4)),
                image(
                        "BatchNormalization",
                        "batch-norm flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "BatchNormalization",
                                        List.of(
                                                "input",
                                                g.weight("g", 4),
                                                g.weight("b", 4),
                                                g.weight("m", 4),
                                                g.tensor("v", 3, 0.3, 4)),
                                        number("epsilon", 1e-3f)),
                                4 * 7 * 8)),
                image(
                        "MaxPool",
                        "max-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "MaxPool",
                                        "input",
                                        integers("kernel_shape", 3, 2),
                                        integers("strides", 2, 2),
                                        integers("pads", 1, 0, 1, 0)),
                                4 * 4 * 4)),
                image(
                        "AveragePool",
                        "average-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "AveragePool",
                                        "input",
                                        integers("kernel_shape", 3, 2),
                                        integers("strides", 2, 2),
                                        integers("pads", 1, 0, 1, 0)),
                                4 * 4 * 4)),
                image(
                        "AveragePool that counts padding",
                        "average-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "AveragePool",
                                        "input",
                                        integers("kernel_shape", 3, 2),
                                        integers("strides", 2, 2),
                                        integers("pads", 1, 0, 1, 0),
                                        integer("count_include_pad", 1)),
                                4 * 4 * 4)),
                vector("PRelu as Keras writes it", "prelu dense", g -> {
                    String positive = g.add("Relu", "input");
                    String negative = g.add("Relu", g.add("Neg", "input"));
                    String part = g.add("Mul", List.of(g.weight("slope", 6), negative));
                    return dense(g, g.add("Add", List.of(positive, part)));
                }),
                vector("one activation in two sums", "dense dense relu add add", g -> {
                    String x = dense(g, "input");
                    String y = dense(g, "input");
                    String active = g.add("Relu", x);
                    return g.add("Add", List.of(g.add("Add", List.of(active, y)), active));
                }),
                vector("casts between product and bias", "dense relu dense", g -> {
                    String product = g.add("MatMul", List.of("input", g.weight("w", 6, 6)));
                    String sum = g.add("Add", List.of(g.add("Cast", product, integer("to", 1)), g.weight("b", 6)));
                    return dense(g, g.add("Relu", g.add("Identity", g.add("Cast", sum, integer("to", 1)))));
                }),
                image(
                        "MaxPool of repeated edges",
                        "max-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "MaxPool",
                                        g.add(
                                                "Pad",
                                                List.of("input", g.integers(0, 0, 0, 0, 0, 0, 1, 1)),
                                                text("mode", "edge")),
                                        integers("kernel_shape", 2, 3),
                                        integers("strides", 2, 3)),
                                4 * 4 * 3)),
                image("Pad by half of an extent", "pad flatten dense", g -> {
                    String extent =
                            g.add("Gather", List.of(g.add("Shape", "input"), g.integers(2)), integer("axis", 0));
                    String half = g.add("Cast", g.add("Div", List.of(extent, g.integers(2))), integer("to", 7));
                    String twice = g.add("Mul", List.of(half, g.integers(2)));
                    String rest = g.add("Sub", List.of(extent, twice));
                    String pads = g.add(
                            "Concat",
                            List.of(g.integers(0, 0), half, rest, g.integers(0, 0, 0, 0)),
                            integer("axis", 0));
                    return head(g, g.add("Pad", List.of("input", pads)), 4 * 10 * 9);
                }),
                new Case(
                        "network with channels last as Keras writes it",
                        17,
                        new long[] {7, 8, 4},
                        "pad conv2d relu conv2d batch-norm concat silu global-average-pool flatten dense",
                        g -> {
                            String x = g.add("Slice", List.of("input", g.integers(1), g.integers(-1), g.integers(2)));
                            x = turned(g, g.add("Conv", List.of(first(g, x), g.weight("w", 5, 4, 3, 3))));
                            x = g.add("Relu", g.add("Add", List.of(x, g.weight("b", 1, 1, 1, 5))));
                            String y = turned(g, g.add("Conv", List.of(first(g, x), g.weight("v", 3, 5, 1, 1))));
                            y = g.add("Sub", List.of(y, g.weight("mean", 1, 1, 1, 3)));
                            y = g.add("Mul", List.of(y, g.weight("gamma", 1, 1, 1, 3)));
                            y = g.add("Add", List.of(y, g.weight("beta", 1, 1, 1, 3)));
                            x = g.add("Concat", List.of(x, y), integer("axis", -1));
                            x = g.add("Mul", List.of(x, g.add("Sigmoid", x)));
                            x = g.add("ReduceMean", x, integers("axes", 1, 2), integer("keepdims", 0));
                            return g.add("Gemm", List.of(x, g.weight("head", 8, 3)));
                        }),
                image("Pad by arithmetic as PyTorch writes it", "pad flatten dense", g -> {
                    String sides = g.add(
                            "Concat",
                            List.of(
                                    g.integers(3, 0, 1, 2),
                                    g.add("ConstantOfShape", g.integers(4), integerTensor("value", 0))),
                            integer("axis", 0));
                    String pairs = g.add("Reshape", List.of(sides, g.integers(-1, 2)));
                    String turned = g.add(
                            "Slice",
                            List.of(
                                    pairs,
                                    g.integers(-1),
                                    g.integers(Long.MIN_VALUE + 1),
                                    g.integers(0),
                                    g.integers(-1)));
                    String pads = g.add(
                            "Reshape", List.of(g.add("Transpose", turned, integers("perm", 1, 0)), g.integers(-1)));
                    return head(
                            g,
                            g.add("Pad", List.of("input", g.add("Cast", pads, integer("to", 7)), g.constant(0))),
                            4 * 10 * 11);
                }),
                image("Reshape by products of extents", "flatten dense", g -> {
                    String shape = g.add("Shape", "input");
                    String size = g.add("Gather", List.of(shape, g.index(1)), integer("axis", 0));
                    for (int axis = 2; axis < 4; axis++) {
                        size = g.add(
                                "Mul",
                                List.of(size, g.add("Gather", List.of(shape, g.index(axis)), integer("axis", 0))));
                    }
                    String rows = g.add("Slice", List.of(shape, g.integers(0), g.integers(1)));
                    String target = g.add(
                            "Concat",
                            List.of(rows, g.add("Unsqueeze", List.of(size, g.integers(0)))),
                            integer("axis", 0));
                    return g.add("Gemm", List.of(g.add("Reshape", List.of("input", target)), g.weight("w", 224, 3)));
                }),
                image(
                        "MaxPool that rounds up",
                        "max-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "MaxPool",
                                        "input",
                                        integers("kernel_shape", 3, 2),
                                        integers("strides", 3, 3),
                                        integers("pads", 1, 0, 1, 0),
                                        integer("ceil_mode", 1)),
                                4 * 3 * 3)),
                image(
                        "AveragePool that rounds up",
                        "average-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "AveragePool",
                                        "input",
                                        integers("kernel_shape", 2, 3),
                                        integers("strides", 2, 2),
                                        integer("ceil_mode", 1)),
                                4 * 4 * 4)),
                image(
                        "GlobalMaxPool as a reduction",
                        "max-pool flatten dense",
                        g -> head(g, g.add("ReduceMax", "input", integers("axes", 2, -1)), 4)),
                image(
                        "Conv with its bias in a sum",
                        "conv2d flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Add",
                                        List.of(
                                                g.add("Conv", List.of("input", g.weight("w", 5, 4, 3, 2))),
                                                g.weight("b", 1, 5, 1, 1))),
                                5 * 5 * 7)),
                image(
                        "normalized channels",
                        "scale scale flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Div",
                                        List.of(
                                                g.add("Sub", List.of("input", g.weight("mean", 4, 1, 1))),
                                                g.tensor("deviation", 2, 0.1, 1, 4, 1, 1))),
                                4 * 7 * 8)),
                new Case(
                        "normalized with channels last",
                        17,
                        new long[] {7, 8, 4},
                        "scale scale pad conv2d flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Conv",
                                        List.of(
                                                g.add(
                                                        "Transpose",
                                                        g.add(
                                                                "Pad",
                                                                List.of(
                                                                        g.add(
                                                                                "Mul",
                                                                                List.of(
                                                                                        g.add(
                                                                                                "Add",
                                                                                                List.of(
                                                                                                        "input",
                                                                                                        g.weight(
                                                                                                                "shift",
                                                                                                                4))),
                                                                                        g.constant(0.5f))),
                                                                        g.integers(0, 1, 1, 0, 0, 0, 0, 0))),
                                                        integers("perm", 0, 3, 1, 2)),
                                                g.weight("w", 5, 4, 3, 3)),
                                        integers("strides", 2, 2)),
                                5 * 3 * 4)),
                vector(
                        "difference of layers",
                        "dense dense scale add",
                        g -> g.add("Sub", List.of(dense(g, "input"), dense(g, "input")))),
                vector("residual scaled by a constant", "dense relu scale add", g -> {
                    String x = dense(g, "input");
                    return g.add("Add", List.of(x, g.add("Mul", List.of(g.add("Relu", x), g.constant(0.25f)))));
                }),
                vector(
                        "logits divided by a temperature",
                        "dense scale",
                        g -> g.add("Div", List.of(dense(g, "input"), g.constant(3)))),
                vector(
                        "input shifted and scaled by numbers",
                        "scale dense",
                        g -> dense(
                                g,
                                g.add(
                                        "Mul",
                                        List.of(g.add("Sub", List.of("input", g.constant(0.5f))), g.constant(4))))),
                vector(
                        "normalization as a product and a sum",
                        "dense batch-norm",
                        g -> g.add(
                                "Add",
                                List.of(
                                        g.add("Mul", List.of(dense(g, "input"), g.weight("gamma", 3))),
                                        g.weight("beta", 3)))),
                vector(
                        "Softplus above a threshold",
                        "softplus dense",
                        g -> dense(
                                g,
                                g.add(
                                        "Where",
                                        List.of(
                                                g.add("Greater", List.of("input", g.constant(20))),
                                                "input",
                                                g.add("Softplus", "input"))))),
                vector("Celu", "elu dense", g -> dense(g, g.add("Celu", "input"))),
                image(
                        "Pad and AveragePool",
                        "pad average-pool flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "AveragePool",
                                        g.add(
                                                "Pad",
                                                List.of("input", g.integers(0, 0, 1, 2, 0, 0, 0, 1), g.constant(0))),
                                        integers("kernel_shape", 3, 3),
                                        integers("strides", 2, 2)),
                                4 * 3 * 5)),
                image(
                        "Pad that crops, without a value",
                        "pad flatten dense",
                        g -> head(g, g.add("Pad", List.of("input", g.integers(0, 0, -1, 3, 0, 0, 2, -2))), 4 * 8 * 9)),
                image(
                        "Pad of nothing",
                        "flatten dense",
                        g -> head(g, g.add("Pad", List.of("input", g.integers(0, 0, 0, 0, 0, 0, 0, 0))), 4 * 7 * 8)),
                new Case(
                        "Pad as opset 9 writes it",
                        9,
                        new long[] {4, 7, 8},
                        "pad flatten dense",
                        g -> g.add(
                                "MatMul",
                                List.of(
                                        g.add(
                                                "Flatten",
                                                g.add(
                                                        "Pad",
                                                        "input",
                                                        integers("pads", 0, 0, 1, 0, 0, 0, 2, 3),
                                                        number("value", 0.3f))),
                                        g.tensor("head", 0, 0.1, 4 * 10 * 11, 3)))),
                new Case(
                        "Pad of named axes",
                        18,
                        new long[] {4, 7, 8},
                        "pad flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Pad",
                                        List.of("input", g.integers(1, 0, 2, 3), g.constant(-1.5f), g.integers(-1, 2))),
                                4 * 10 * 11)),
                new Case(
                        "Pad with channels last",
                        17,
                        new long[] {7, 8, 4},
                        "pad conv2d flatten dense",
                        g -> head(
                                g,
                                g.add(
                                        "Conv",
                                        List.of(
                                                g.add(
                                                        "Transpose",
                                                        g.add(
                                                                "Pad",
                                                                List.of("input", g.integers(0, 1, 2, 0, 0, 0, 1, 0))),
                                                        integers("perm", 0, 3, 1, 2)),
                                                g.weight("w", 5, 4, 3, 3)),
                                        integers("strides", 2, 2)),
                                5 * 3 * 5)),
                image(
                        "GlobalAveragePool and Squeeze",
                        "global-average-pool flatten dense",
                        g -> g.add(
                                "Gemm",
                                List.of(
                                        g.add(
                                                "Squeeze",
                                                List.of(g.add("GlobalAveragePool", "input"), g.integers(2, 3))),
                                        g.weight("w", 4, 3)))),
                image(
                        "ReduceMean",
                        "global-average-pool flatten dense",
                        g -> g.add(
                                "Gemm",
                                List.of(
                                        g.add("ReduceMean", "input", integers("axes", -1, -2), integer("keepdims", 0)),
                                        g.weight("w", 4, 3)))),
                image("GlobalMaxPool", "max-pool flatten dense", g -> head(g, g.add("GlobalMaxPool", "input"), 4)),
                image("Reshape by shape arithmetic", "flatten dense", g -> {
                    String batch = g.add("Gather", List.of(g.add("Shape", "input"), g.index(0)), integer("axis", 0));
                    String rows = g.add("Unsqueeze", List.of(batch, g.integers(0)));
                    String shape = g.add("Concat", List.of(rows, g.integers(-1)), integer("axis", 0));
                    return g.add(
                            "Gemm", List.of(g.add("Reshape", List.of("input", shape)), g.weight("w", 4 * 7 * 8, 3)));
                }),
                image(
                        "channels joined",
                        "relu concat flatten dense",
                        g -> head(
                                g,
                                g.add("Concat", List.of("input", g.add("Relu", "input")), integer("axis", 1)),
                                8 * 7 * 8)),
                image(
                        "slopes per channel",
                        "prelu flatten dense",
                        g -> head(g, g.add("PRelu", List.of("input", g.weight("slope", 4, 1, 1))), 4 * 7 * 8)));
    }

    private static Case activation(String operator, String layer, UnaryOperator<String> input) {
        return vector(operator, layer + " dense", g -> dense(g, g.add(operator, input.apply("input"))));
    }

    private static String dense(Graphs graph, String input) {
        String name = graph.fresh("layer");
        return graph.add("Gemm", List.of(input, graph.weight(name + ".weight", 6, 3), graph.weight(name + ".bias", 3)));
    }

    private static String first(Graphs graph, String input) {
        return graph.add("Transpose", input, integers("perm", 0, 3, 1, 2));
    }

    private static String turned(Graphs graph, String input) {
        return graph.add("Transpose", input, integers("perm", 0, 2, 3, 1));
    }

    private static String head(Graphs graph, String input, long features) {
        String flat = graph.add("Flatten", input);
        return graph.add("Gemm", List.of(flat, graph.tensor("head", 0, 0.1, features, 3)));
    }

    private static String gelu(Graphs g, String x) {
        String erf = g.add("Erf", g.add("Div", List.of(x, g.constant((float) Math.sqrt(2)))));
        return g.add(
                "Mul", List.of(g.add("Mul", List.of(x, g.add("Add", List.of(erf, g.constant(1))))), g.constant(0.5f)));
    }

    private static String geluTanh(Graphs g, String x) {
        String cube = g.add("Mul", List.of(g.constant(0.044715f), g.add("Pow", List.of(x, g.constant(3)))));
        String inner = g.add("Mul", List.of(g.constant(0.7978846f), g.add("Add", List.of(x, cube))));
        String half = g.add("Mul", List.of(x, g.constant(0.5f)));
        return g.add("Mul", List.of(half, g.add("Add", List.of(g.constant(1), g.add("Tanh", inner)))));
    }

    @TestFactory
    List<DynamicTest> operatorsComputeWhatOnnxRuntimeComputes() {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.name, () -> check(each)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> exportedNetworksAreTheSame() {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.name, () -> checkExport(each)))
                .toList();
    }

    private void checkExport(Case each) {
        Model model = Ours.read(folder, each.file(), Model.Ending.NONE);
        NetworkExport export = new NetworkExport(model.network(), model.buffers());
        Model again = Ours.read(
                folder, export.export("onnx", model.theta(), ModelExport.Precision.FLOAT64), Model.Ending.NONE);
        assertEquals(model.network().nodes(), again.network().nodes());
        assertEquals(model.network().layout(), again.network().layout());
        assertArrayEquals(model.theta(), again.theta());
        assertArrayEquals(model.buffers(), again.buffers());
        if (!model.channelsLast()) {
            compare(export.export("onnx", model.theta(), ModelExport.Precision.FLOAT32), model, each.input);
        }
    }

    private void check(Case each) {
        byte[] file = each.file();
        Model model = Ours.read(folder, file, Model.Ending.NONE);
        assertEquals(
                each.layers,
                String.join(
                        " ",
                        model.network().nodes().stream()
                                .map(Node::layer)
                                .map(layer -> layer.type())
                                .toList()));
        compare(file, model, each.input);
    }

    static void compare(byte[] file, Model model, long[] input) {
        int size = model.network().inputSize();
        float[] inputs = new float[SAMPLES * size];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) (2.5 * Math.sin(1 + 1.7 * i));
        }
        long[] shape = new long[input.length + 1];
        shape[0] = SAMPLES;
        System.arraycopy(input, 0, shape, 1, input.length);
        double[] theirs = OnnxRuntime.run(file, inputs, shape);
        double[] wide = new double[inputs.length];
        int[] order = model.inputOrder();
        Arrays.setAll(wide, i -> inputs[i - i % size + order[i % size]]);
        double[] ours = Ours.outputs(model, wide);
        assertEquals(theirs.length, ours.length);
        double scale = Arrays.stream(ours).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < ours.length; i++) {
            // single precision over sums of some hundred products
            assertEquals(theirs[i], ours[i], 2e-6 * (1 + scale), "output " + i);
        }
    }
}
