package io.flatness.conformance;

import static io.flatness.conformance.Graphs.integer;
import static io.flatness.conformance.Graphs.integers;
import static io.flatness.conformance.Graphs.number;
import static io.flatness.conformance.Graphs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.networks.io.Model;
import io.flatness.networks.io.NetworkExport;
import io.flatness.spi.loss.ModelExport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Operators on values of any axes, against ONNX Runtime: read, and read again from our own export. */
class GeneralOperatorsTest {
    @TempDir
    private Path folder;

    /**
     * A model.
     *
     * @param parameters how many numbers of it are learned
     */
    record Case(String name, int opset, long[] input, int parameters, Body body) {
        interface Body {
            String build(Graphs graph);
        }

        byte[] file() {
            Graphs graph = new Graphs(11, opset, input);
            return graph.build(body.build(graph));
        }
    }

    static Case of(String name, int parameters, Case.Body body, long... input) {
        return new Case(name, 17, input, parameters, body);
    }

    private static List<Case> cases() {
        return Stream.concat(general().stream(), ComposedCases.all().stream()).toList();
    }

    private static List<Case> general() {
        return List.of(
                of("gate", 36, g -> g.add("Mul", List.of(dense(g, "v"), g.add("Sigmoid", dense(g, "w")))), 6),
                of("quotient", 36, g -> g.add("Div", List.of(dense(g, "v"), g.add("Exp", dense(g, "w")))), 6),
                of("minimum", 36, g -> g.add("Min", List.of(dense(g, "v"), dense(g, "w"))), 6),
                of("clip", 0, g -> g.add("Clip", List.of("input", g.constant(-1), g.constant(1.5f))), 6),
                of("mish", 0, g -> g.add("Mul", List.of("input", g.add("Tanh", g.add("Softplus", "input")))), 6),
                of("softsign", 0, g -> g.add("Softsign", "input"), 6),
                of("selu", 0, g -> g.add("Selu", "input"), 6),
                of("celu", 0, g -> g.add("Celu", "input", number("alpha", 0.7f)), 6),
                of("threshold", 0, g -> g.add("ThresholdedRelu", "input", number("alpha", 0.4f)), 6),
                of("hard sigmoid", 0, g -> g.add("HardSigmoid", "input", number("alpha", 0.2f)), 6),
                of("sine", 0, g -> g.add("Sin", "input"), 6),
                of(
                        "softmax inside",
                        18,
                        g -> g.add("Gemm", List.of(g.add("Softmax", "input"), g.weight("w", 6, 3))),
                        6),
                of("log-softmax over an axis", 0, g -> g.add("LogSoftmax", "input", integer("axis", 1)), 4, 3),
                of(
                        "shared weight",
                        36,
                        g -> {
                            String w = g.weight("w", 6, 6);
                            return g.add("MatMul", List.of(g.add("Tanh", g.add("MatMul", List.of("input", w))), w));
                        },
                        6),
                of(
                        "learned scale",
                        9,
                        g -> g.add(
                                "Mul",
                                List.of(g.add("MatMul", List.of("input", g.weight("w", 6, 1))), g.weight("gamma", 3))),
                        6),
                of(
                        "learned number",
                        7,
                        g -> g.add(
                                "Mul",
                                List.of(
                                        g.add("Relu", g.add("MatMul", List.of("input", g.weight("w", 6, 1)))),
                                        g.weight("alpha", 1))),
                        6),
                of("mean over features", 0, g -> g.add("ReduceMean", "input", integers("axes", -1)), 4, 3),
                of(
                        "maximum over positions",
                        0,
                        g -> g.add("ReduceMax", "input", integers("axes", 1), integer("keepdims", 0)),
                        4,
                        3),
                of("norm", 0, g -> g.add("ReduceL2", "input", integers("axes", 2)), 4, 3),
                of(
                        "layer normalization",
                        6,
                        g -> g.add("LayerNormalization", List.of("input", g.weight("gamma", 3), g.weight("beta", 3))),
                        4,
                        3),
                of("layer normalization written out", 6, GeneralOperatorsTest::writtenOut, 4, 3),
                of(
                        "instance normalization",
                        8,
                        g -> g.add(
                                "InstanceNormalization", List.of("input", g.weight("gamma", 4), g.weight("beta", 4))),
                        4,
                        3,
                        2),
                of("group normalization", 8, GeneralOperatorsTest::groupNormalization, 4, 3, 2),
                of(
                        "slice",
                        0,
                        g -> g.add(
                                "Slice", List.of("input", g.integers(1), g.integers(4), g.integers(1), g.integers(2))),
                        5,
                        3),
                of("gather", 0, g -> g.add("Gather", List.of("input", g.integers(2, 0, 2)), integer("axis", 2)), 4, 3),
                of("one position", 0, g -> g.add("Gather", List.of("input", g.index(-1)), integer("axis", 1)), 4, 3),
                of(
                        "concatenation of positions",
                        0,
                        g -> g.add("Concat", List.of("input", g.add("Tanh", "input")), integer("axis", 1)),
                        4,
                        3),
                of("transposition", 0, g -> g.add("Transpose", "input", integers("perm", 0, 2, 1)), 4, 3),
                of(
                        "samples behind",
                        12,
                        g -> {
                            String last = g.add("Transpose", "input", integers("perm", 1, 0, 2));
                            String hidden = g.add("Tanh", g.add("MatMul", List.of(last, g.weight("w", 3, 4))));
                            return g.add("Transpose", hidden, integers("perm", 1, 0, 2));
                        },
                        4,
                        3),
                of(
                        "samples folded into heads",
                        0,
                        g -> {
                            String heads = g.add("Reshape", List.of("input", g.integers(-1, 4, 2, 3)));
                            String turned = g.add("Transpose", heads, integers("perm", 0, 2, 1, 3));
                            String folded = g.add("Reshape", List.of(turned, g.integers(-1, 4, 3)));
                            String scores = g.add(
                                    "MatMul", List.of(folded, g.add("Transpose", folded, integers("perm", 0, 2, 1))));
                            String mixed = g.add("MatMul", List.of(g.add("Softmax", scores), folded));
                            String back = g.add("Reshape", List.of(mixed, g.integers(-1, 2, 4, 3)));
                            return g.add("Transpose", back, integers("perm", 0, 2, 1, 3));
                        },
                        4,
                        6),
                of("signal", 21, g -> g.add("Conv", List.of("input", g.weight("w", 3, 2, 3), g.weight("b", 3))), 2, 6),
                of("volume", 16, g -> g.add("Conv", List.of("input", g.weight("w", 1, 2, 2, 2, 2))), 2, 3, 3, 3),
                of(
                        "transposed convolution",
                        27,
                        g -> g.add(
                                "ConvTranspose",
                                List.of("input", g.weight("w", 2, 3, 2, 2), g.weight("b", 3)),
                                integers("strides", 2, 2)),
                        2,
                        3,
                        3),
                of("pooling of a signal", 0, g -> g.add("MaxPool", "input", integers("kernel_shape", 2)), 2, 6),
                of(
                        "padding of channels",
                        0,
                        g -> g.add("Pad", List.of("input", g.integers(0, 1, 0, 0, 0, 1, 0, 0))),
                        1,
                        3,
                        3),
                of(
                        "two kinds of images",
                        0,
                        g -> {
                            String turned = g.add("Transpose", g.add("Relu", "input"), integers("perm", 0, 2, 3, 1));
                            return g.add(
                                    "Mul", List.of(turned, g.add("Transpose", "input", integers("perm", 0, 2, 3, 1))));
                        },
                        2,
                        3,
                        3),
                of("LSTM", 4 * 4 * 3 + 4 * 4 * 4 + 8 * 4, g -> recurrent(g, "LSTM", 4, "forward"), 5, 3),
                of("GRU", 3 * 4 * 3 + 3 * 4 * 4 + 6 * 4, g -> recurrent(g, "GRU", 3, "reverse"), 5, 3),
                of("RNN", 2 * (4 * 3 + 4 * 4 + 8), g -> recurrent(g, "RNN", 1, "bidirectional"), 5, 3),
                new Case(
                        "group normalization as an operator",
                        21,
                        new long[] {4, 3, 2},
                        8,
                        g -> g.add(
                                "GroupNormalization",
                                List.of("input", g.weight("gamma", 4), g.weight("beta", 4)),
                                integer("num_groups", 2))));
    }

    private static String dense(Graphs g, String name) {
        return g.add("MatMul", List.of("input", g.weight(name, 6, 3)));
    }

    private static String writtenOut(Graphs g) {
        String centered = g.add("Sub", List.of("input", g.add("ReduceMean", "input", integers("axes", -1))));
        String square = g.add("Pow", List.of(centered, g.constant(2)));
        String variance = g.add("ReduceMean", square, integers("axes", -1));
        String root = g.add("Sqrt", g.add("Add", List.of(variance, g.constant(1e-5f))));
        String normal = g.add("Div", List.of(centered, root));
        String scaled = g.add("Mul", List.of(normal, g.weight("gamma", 3)));
        return g.add("Add", List.of(scaled, g.weight("beta", 3)));
    }

    private static String groupNormalization(Graphs g) {
        String grouped = g.add("Reshape", List.of("input", g.integers(0, 2, -1)));
        String normal = g.add("InstanceNormalization", List.of(grouped, g.constant(1, 1), g.constant(0, 0)));
        String back = g.add("Reshape", List.of(normal, g.add("Shape", "input")));
        String scaled = g.add("Mul", List.of(back, g.weight("gamma", 4, 1, 1)));
        return g.add("Add", List.of(scaled, g.weight("beta", 4, 1, 1)));
    }

    private static String recurrent(Graphs g, String type, int gates, String direction) {
        int directions = direction.equals("bidirectional") ? 2 : 1;
        String first = g.add("Transpose", "input", integers("perm", 1, 0, 2));
        String weight = g.weight("W", directions, gates * 4, 3);
        String recurrent = g.weight("R", directions, gates * 4, 4);
        String bias = g.weight("B", directions, 2 * gates * 4);
        String states = g.add(
                type, List.of(first, weight, recurrent, bias), integer("hidden_size", 4), text("direction", direction));
        // [positions, directions, samples, hidden]
        return g.add("Transpose", states, integers("perm", 2, 0, 1, 3));
    }

    @TestFactory
    List<DynamicTest> operatorsComputeWhatOnnxRuntimeComputes() {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.name, () -> check(each)))
                .toList();
    }

    private void check(Case each) {
        byte[] file = each.file();
        Model model = Ours.read(folder, file, Model.Ending.NONE);
        assertEquals(each.parameters, model.theta().length, "parameters");
        OperatorsTest.compare(file, model, each.input);
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
        byte[] wide = export.export("onnx", model.theta(), ModelExport.Precision.FLOAT64);
        Model again = Ours.read(folder, wide, Model.Ending.NONE);
        assertEquals(each.parameters, again.theta().length, "parameters");
        OperatorsTest.compare(export.export("onnx", model.theta(), ModelExport.Precision.FLOAT32), model, each.input);
    }
}
