package io.flatness.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.flatness.networks.io.Model;
import io.flatness.spi.InvalidParameterException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance vectors of the ONNX project, as Debian's package libonnx-testdata installs them: whatever is read
 * computes the right outputs, and what should be read is.
 */
class ConformanceVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("onnx.vectors", "/usr/share/libonnx-testdata/data/node"));
    private static final Set<String> EXPECTED = Set.of(
            "abs",
            "averagepool_2d_default",
            "averagepool_2d_pads",
            "averagepool_2d_pads_count_include_pad",
            "averagepool_2d_same_lower",
            "averagepool_2d_same_upper",
            "averagepool_2d_strides",
            "basic_conv_with_padding",
            "basic_conv_without_padding",
            "batchnorm_epsilon",
            "batchnorm_example",
            "conv_with_autopad_same",
            "conv_with_strides_and_asymmetric_padding",
            "conv_with_strides_no_padding",
            "conv_with_strides_padding",
            "elu",
            "elu_default",
            "flatten_axis1",
            "gemm_alpha",
            "gemm_beta",
            "gemm_default_no_bias",
            "gemm_default_scalar_bias",
            "gemm_default_vector_bias",
            "gemm_transposeB",
            "constant_pad",
            "globalaveragepool",
            "globalmaxpool",
            "hardswish",
            "leakyrelu",
            "leakyrelu_default",
            "matmul_2d",
            "maxpool_2d_default",
            "maxpool_2d_dilations",
            "maxpool_2d_pads",
            "maxpool_2d_same_lower",
            "maxpool_2d_same_upper",
            "maxpool_2d_strides",
            "relu",
            "sigmoid",
            "softplus",
            "tanh");

    @TempDir
    private Path folder;

    @Test
    void whatIsReadIsRight() throws IOException {
        assumeTrue(Files.isDirectory(VECTORS), "the package libonnx-testdata is not installed");
        Set<String> right = new TreeSet<>();
        List<Path> cases;
        try (Stream<Path> folders = Files.list(VECTORS)) {
            cases = folders.sorted().toList();
        }
        for (Path each : cases) {
            if (check(each)) {
                right.add(each.getFileName().toString().substring("test_".length()));
            }
        }
        Set<String> missing = new TreeSet<>(EXPECTED);
        missing.removeAll(right);
        assertEquals(Set.of(), missing, "should be read; read: " + right);
    }

    /** Whether a case was read; fails when it was read and is wrong. */
    private boolean check(Path path) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(path.resolve("model.onnx")));
        Path data = path.resolve("test_data_set_0");
        Optional<Vector> input = vector(data.resolve("input_0.pb"));
        Optional<Vector> output = vector(data.resolve("output_0.pb"));
        if (input.isEmpty() || output.isEmpty() || model.getGraph().getOutputCount() != 1) {
            return false;
        }
        ModelProto.Builder changed = model.toBuilder();
        GraphProto.Builder graph = changed.getGraphBuilder();
        for (int i = 1; i < model.getGraph().getInputCount(); i++) {
            TensorProto weight = TensorProto.parseFrom(Files.readAllBytes(data.resolve("input_" + i + ".pb")));
            graph.addInitializer(
                    weight.toBuilder().setName(model.getGraph().getInput(i).getName()));
        }
        String last = graph.getOutput(0).getName();
        graph.addNode(NodeProto.newBuilder()
                .setName("/end/Flatten")
                .setOpType("Flatten")
                .addInput(last)
                .addOutput("end"));
        graph.getOutputBuilder(0).setName("end");
        Model read;
        try {
            read = Ours.read(folder, changed.build().toByteArray(), Model.Ending.NONE);
        } catch (InvalidParameterException refused) {
            return false;
        }
        double[] ours = Ours.outputs(read, input.get().values);
        assertEquals(output.get().values.length, ours.length, path.toString());
        for (int i = 0; i < ours.length; i++) {
            double expected = output.get().values[i];
            assertTrue(
                    Math.abs(expected - ours[i]) <= 1e-5 * (1 + Math.abs(expected)),
                    path + ": output " + i + " is " + ours[i] + ", expected " + expected);
        }
        return true;
    }

    private record Vector(double[] values) {}

    /** A tensor in single precision, if the file holds one. */
    private static Optional<Vector> vector(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        TensorProto tensor = TensorProto.parseFrom(Files.readAllBytes(file));
        if (tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE || tensor.getDimsCount() < 2) {
            return Optional.empty();
        }
        FloatBuffer raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        double[] values = new double[raw.remaining() > 0 ? raw.remaining() : tensor.getFloatDataCount()];
        Arrays.setAll(values, i -> raw.hasRemaining() ? raw.get(i) : tensor.getFloatData(i));
        return Optional.of(new Vector(values));
    }
}
