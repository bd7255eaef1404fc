package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.flatness.spi.InvalidParameterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
    @TempDir
    Path folder;

    private InputFile model;

    @BeforeEach
    void write() throws IOException {
        model = new ReaderFixture(folder).file("m.onnx", new byte[1]);
        ByteBuffer numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putFloat(7).putFloat(1.5f).putFloat(-2).putFloat(8);
        Files.write(folder.resolve("m.onnx.data"), numbers.array());
    }

    @Test
    void tensorIsReadFromTheFileBesideTheModel() {
        Tensor tensor = read("m.onnx.data", "4", "8");
        assertEquals(List.of(2), tensor.shape());
        assertArrayEquals(new double[] {1.5, -2}, tensor.values().toDoubles());
    }

    @Test
    void nothingOutsideTheFolderIsOpened() throws IOException {
        String rule = "'; only a file in the same folder, named without a path, is read";
        for (String path : new String[] {"../m.data", "/etc/passwd", "sub/m.data", "..", "", "C:m", "a\\b"}) {
            refuses("m.onnx keeps the tensor w in '" + path + rule, path, "0", "8");
        }
        Path outside = Files.createTempFile("outside", ".data");
        Files.write(outside, new byte[16]);
        Files.createSymbolicLink(folder.resolve("link.data"), outside);
        refuses(
                "m.onnx keeps the tensor w in link.data, which leads out of the folder; put the file itself beside the"
                        + " model",
                "link.data",
                "0",
                "8");
        Files.delete(outside);
    }

    @Test
    void sizesAndOffsetsAreChecked() {
        refuses(
                "m.onnx keeps the tensor w at the bytes 12 to 20 of m.onnx.data, which has only 16: it is truncated, or"
                        + " belongs to another model",
                "m.onnx.data",
                "12",
                "8");
        refuses(
                "m.onnx is damaged: the tensor w should take 8 bytes, but 4 of m.onnx.data are named",
                "m.onnx.data",
                "0",
                "4");
        refuses("m.onnx is damaged: the tensor w has the offset '-4'", "m.onnx.data", "-4", "8");
    }

    @Test
    void missingFileIsNamed() {
        refuses(
                "m.onnx keeps the tensor w in the file other.data, which is not there: put it beside the model, or save"
                        + " the model in one file (onnx.save_model(model, path, save_as_external_data=False))",
                "other.data",
                "0",
                "8");
    }

    private Tensor read(String location, String offset, String length) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length));
        return new OnnxTensors(model).read(tensor.build(), "w");
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private void refuses(String message, String location, String offset, String length) {
        InvalidParameterException refusal =
                Assertions.assertThrows(InvalidParameterException.class, () -> read(location, offset, length));
        assertEquals(message, refusal.getMessage());
    }
}
