package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.flatness.spi.InvalidParameterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Models that are made to take all time and memory are read or refused in little of both. */
class HarmfulModelTest {
    /** Far more than any of them takes, since others may use the machine at the same time. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final GraphProto.Builder graph = GraphProto.newBuilder();

    @TestFactory
    Stream<DynamicTest> sharedFormulasTakeNoExponentialTime() {
        return Stream.of(
                repeated("v + v", 60, i -> List.of(node("Add", at(i + 1), at(i), at(i)))),
                repeated("v − v", 60, i -> List.of(node("Sub", at(i + 1), at(i), at(i)))),
                repeated("v · v", 60, i -> List.of(node("Mul", at(i + 1), at(i), at(i)))),
                repeated("max", 60, i -> List.of(node("Max", at(i + 1), at(i), at(i)))),
                repeated(
                        "silu",
                        40,
                        i -> List.of(node("Sigmoid", "s" + i, at(i)), node("Mul", at(i + 1), at(i), "s" + i))),
                repeated(
                        "e^v − v",
                        40,
                        i -> List.of(node("Exp", "s" + i, at(i)), node("Sub", at(i + 1), "s" + i, at(i)))),
                repeated(
                        "where",
                        40,
                        i -> List.of(
                                node("Greater", "s" + i, at(i), at(i)),
                                node("Where", at(i + 1), "s" + i, at(i), at(i)))),
                repeated("sum", 60, i -> List.of(node("Sum", at(i + 1), at(i), at(i)))));
    }

    @TestFactory
    Stream<DynamicTest> longChainsNeedNoStack() {
        return Stream.of(9_990, 20_000)
                .flatMap(length -> Stream.of("Relu", "Exp", "Transpose", "Softmax")
                        .map(operator -> repeated(
                                operator + " " + length, length, i -> List.of(node(operator, at(i + 1), at(i))))));
    }

    @TestFactory
    Stream<DynamicTest> longChainsOfLayersNeedNoStack() {
        return Stream.of(
                repeated("MatMul", 2_000, i -> List.of(node("MatMul", at(i + 1), at(i), "W"))),
                repeated("Gemm", 2_000, i -> List.of(node("Gemm", at(i + 1), at(i), "W"))),
                repeated(
                        "pads",
                        9_000,
                        "x",
                        List.of(4L, 4L, 3L),
                        i -> List.of(node("Pad", at(i + 1), at(i)).toBuilder()
                                .addAttribute(list("pads", 0, 0, 0, 0, 0, 0, 0, 0))
                                .build())));
    }

    @Test
    void aGraphThatReadsItselfIsRefused() {
        input("x", 4);
        refuses("reads a, which no node before it computes", node("Add", "a", "a", "x"), node("Relu", "y", "a"));
        refuses("reads b, which no node before it computes", node("Relu", "a", "b"), node("Neg", "b", "a"), last("b"));
        refuses(
                "reads b, which no node before it computes",
                node("Identity", "a", "b"),
                node("Identity", "b", "a"),
                last("b"));
        refuses(
                "reads b, which no node before it computes",
                node("Transpose", "a", "b"),
                node("Transpose", "b", "a"),
                last("b"));
    }

    @Test
    void aPaddingThatReadsItselfIsNotFollowedForEver() {
        input("x", 4, 4, 3);
        NodeProto pad = node("Pad", "x", "x").toBuilder()
                .addAttribute(list("pads", 0, 0, 0, 0, 0, 0, 0, 0))
                .build();
        survives(pad, node("Relu", "y", "x"));
    }

    @TestFactory
    Stream<DynamicTest> constantsDoNotGrowWithoutBound() {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(refused("concatenation doubles", "too many", fresh -> {
            fresh.tensor("c0", 1, 1, 1, 1);
            fresh.chain(40, i -> fresh.graph.addNode(attributed("Concat", "c" + (i + 1), 0, "c" + i, "c" + i)));
            fresh.reduced("c40");
        }));
        tests.add(refused("concatenation of a thousand", "too many", fresh -> {
            fresh.tensor("c0", 1, 1, 1, 1);
            fresh.chain(
                    6,
                    i -> fresh.graph.addNode(attributed(
                            "Concat",
                            "c" + (i + 1),
                            0,
                            IntStream.range(0, 1000).mapToObj(k -> "c" + i).toArray(String[]::new))));
            fresh.reduced("c6");
        }));
        for (long[] shape : new long[][] {
            {65536, 65536},
            {46341, 46341},
            {1L << 31},
            {1L << 62, 1L << 62},
            {-1, 5},
            {1L << 26},
            {Long.MIN_VALUE},
            {1L << 32, 1L << 32}
        }) {
            tests.add(refused(
                    "constant of " + LongStream.of(shape).boxed().toList(),
                    "makes a constant of the impossible shape",
                    fresh -> {
                        fresh.integers("s", shape);
                        fresh.graph.addNode(node("ConstantOfShape", "c", "s"));
                        fresh.reduced("c");
                    }));
        }
        tests.add(refused("many large constants", "too many", fresh -> {
            fresh.integers("s", 1 << 23);
            fresh.chain(40, i -> fresh.graph.addNode(node("ConstantOfShape", "c" + i, "s")));
            fresh.chain(40, i -> fresh.graph.addNode(node("Add", "d" + (i + 1), i == 0 ? "c0" : "d" + i, "c" + i)));
            fresh.reduced("d40");
        }));
        for (int axis : new int[] {0, 1}) {
            tests.add(refused("a gather of gathers along " + axis, "impossible shape", fresh -> {
                fresh.integers("i", new long[40_000]);
                fresh.tensor("z", 1, 1);
                fresh.graph.addNode(attributed("Gather", "g0", 0, "z", "i"));
                fresh.integers("a", axis);
                fresh.graph.addNode(node("Unsqueeze", "g1", "g0", "a"));
                fresh.graph.addNode(attributed("Gather", "g2", axis, "g1", "i"));
                fresh.reduced("g2");
            }));
        }
        tests.add(refused("a tile", "repeats a constant", fresh -> {
            fresh.integers("r", Integer.MAX_VALUE);
            fresh.tensor("z", 1, 1, 1);
            fresh.graph.addNode(node("Tile", "t", "z", "r"));
            fresh.reduced("t");
        }));
        tests.add(refused("an outer product", "too much to compute beforehand", fresh -> {
            fresh.column("A", 30_000, true);
            fresh.column("B", 30_000, false);
            fresh.graph.addNode(node("MatMul", "p", "A", "B"));
            fresh.reduced("p");
        }));
        tests.add(refused("a broadcast", "impossible shape", fresh -> {
            fresh.column("A", 30_000, true);
            fresh.column("B", 30_000, false);
            fresh.graph.addNode(node("Mul", "p", "A", "B"));
            fresh.reduced("p");
        }));
        tests.add(refused("a range", "makes a range of", fresh -> {
            fresh.tensor("a", 0);
            fresh.tensor("b", 1e30f);
            fresh.tensor("d", 1e-30f);
            fresh.graph.addNode(node("Range", "c", "a", "b", "d"));
            fresh.reduced("c");
        }));
        tests.add(refused("samples that double", "an eighth of the memory", fresh -> {
            fresh.chain(
                    31,
                    i -> fresh.graph.addNode(
                            attributed("Concat", "v" + (i + 1), 1, i == 0 ? "x" : "v" + i, i == 0 ? "x" : "v" + i)));
            fresh.graph.addNode(last("v31"));
        }));
        return tests.stream();
    }

    @Test
    void dataBesideAModelAreInItsFolder() {
        for (String location : List.of(
                "../secret",
                "../../../../etc/passwd",
                "/etc/passwd",
                "a/../b",
                "..\\b",
                "C:b",
                "a\u0000b",
                "..",
                ".",
                "",
                "./b")) {
            graph.clear();
            input("x", 4);
            graph.addInitializer(external(location, "0", "64"));
            refuses("only a file in the same folder, named without a path, is read", node("MatMul", "y", "x", "W"));
        }
        for (String offset : List.of("999999999999999999", "-1", "0x10", "9".repeat(1000), "1e3")) {
            graph.clear();
            input("x", 4);
            new ReaderFixture(folder).file("data.bin", new byte[64]);
            graph.addInitializer(external("data.bin", offset, "64"));
            refuses("the tensor W", node("MatMul", "y", "x", "W"));
        }
    }

    @Test
    void sizesOfTensorsDoNotOverflow() {
        for (long[] shape : new long[][] {
            {Integer.MAX_VALUE, 2}, {-4, -4}, {1L << 32, 1L << 32}, {Long.MAX_VALUE}, {1L << 31}, {65536, 65536}
        }) {
            graph.clear();
            input("x", 4);
            TensorProto.Builder tensor = TensorProto.newBuilder().setName("W").setDataType(1);
            LongStream.of(shape).forEach(tensor::addDims);
            graph.addInitializer(tensor);
            refuses("the tensor W has", node("MatMul", "y", "x", "W"));
        }
    }

    private interface Step {
        List<NodeProto> at(int i);
    }

    private interface Making {
        void into(HarmfulModelTest fresh);
    }

    private static String at(int i) {
        return "v" + i;
    }

    private DynamicTest repeated(String name, int times, Step step) {
        return repeated(name, times, "m", List.of(4L), step);
    }

    /** A chain behind an input and, for a vector, a product; it is read or refused. */
    private DynamicTest repeated(String name, int times, String from, List<Long> extents, Step step) {
        return dynamicTest(name, () -> {
            graph.clear();
            input("x", extents.stream().mapToLong(Long::longValue).toArray());
            if (from.equals("m")) {
                matrix();
                graph.addNode(node("MatMul", at(0), "x", "W"));
            } else {
                graph.addNode(node("Identity", at(0), "x"));
            }
            for (int i = 0; i < times; i++) {
                step.at(i).forEach(graph::addNode);
            }
            survives(last(at(times)));
        });
    }

    private DynamicTest refused(String name, String message, Making making) {
        return dynamicTest(name, () -> {
            graph.clear();
            input("x", 4);
            making.into(this);
            refuses(message);
        });
    }

    private void chain(int times, java.util.function.IntConsumer step) {
        IntStream.range(0, times).forEach(step);
    }

    private void reduced(String constant) {
        graph.addNode(node("ReduceSum", "r", constant));
        graph.addNode(node("Add", "y", "x", "r"));
    }

    private void survives(NodeProto... nodes) {
        graph.addAllNode(List.of(nodes));
        InputFile file = file();
        assertTimeoutPreemptively(LIMIT, () -> {
            try {
                OnnxReader.read(file, null, Model.Ending.NONE);
            } catch (InvalidParameterException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("bomb.onnx "), refused.getMessage());
            }
        });
    }

    private void refuses(String message, NodeProto... nodes) {
        List<NodeProto> before = List.copyOf(graph.getNodeList());
        graph.addAllNode(List.of(nodes));
        InputFile file = file();
        String said = assertTimeoutPreemptively(LIMIT, () -> {
            try {
                OnnxReader.read(file, null, Model.Ending.NONE);
                return "it was read";
            } catch (InvalidParameterException refused) {
                return String.valueOf(refused.getMessage());
            }
        });
        assertTrue(said.contains(message), said);
        graph.clearNode().addAllNode(before);
    }

    private InputFile file() {
        graph.clearOutput().addOutput(info("y", 4));
        ModelProto model = ModelProto.newBuilder()
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .build();
        return new ReaderFixture(folder).file("bomb.onnx", model.toByteArray());
    }

    private void input(String name, long... extents) {
        graph.addInput(info(name, extents));
    }

    private void matrix() {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName("W").setDataType(1);
        tensor.addDims(4).addDims(4);
        IntStream.range(0, 16).forEach(i -> tensor.addFloatData(i % 5 == 0 ? 1 : 0));
        graph.addInitializer(tensor);
    }

    private void tensor(String name, float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
        tensor.addDims(values.length);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
    }

    private void column(String name, int length, boolean upright) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
        tensor.addDims(upright ? length : 1).addDims(upright ? 1 : length);
        IntStream.range(0, length).forEach(i -> tensor.addFloatData(1));
        graph.addInitializer(tensor);
    }

    private void integers(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(7);
        tensor.addDims(values.length);
        LongStream.of(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
    }

    private static TensorProto external(String location, String offset, String length) {
        return TensorProto.newBuilder()
                .setName("W")
                .setDataType(1)
                .addDims(4)
                .addDims(4)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static NodeProto last(String input) {
        return node("Identity", "y", input);
    }

    private static NodeProto attributed(String operator, String output, int axis, String... inputs) {
        return node(operator, output, inputs).toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(axis))
                .build();
    }

    private static AttributeProto list(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(LongStream.of(values).boxed().toList())
                .build();
    }

    private static ValueInfoProto info(String name, long... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        LongStream.of(extents)
                .forEach(extent ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
                .build();
    }
}
