package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsReaderTest {
    private static final String TWO = "{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},"
            + "\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    private ReaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ReaderFixture(folder);
    }

    @Test
    void tensorsComeInTheOrderOfTheData() {
        List<Tensor> tensors = SafetensorsReader.read(fixture.file("m", two()));
        assertEquals(List.of("a", "b"), tensors.stream().map(Tensor::name).toList());
        assertArrayEquals(new double[] {0.1}, tensors.get(0).values().toDoubles());
        assertArrayEquals(new double[] {0.5, 0.1f}, tensors.get(1).values().toDoubles());
    }

    @Test
    void brainFloatsAreWidened() {
        String header = "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
        Tensor tensor = SafetensorsReader.read(fixture.file(
                        "m", content(header, new byte[] {(byte) 0x80, 0x3F, 0x00, (byte) 0xC0})))
                .get(0);
        assertArrayEquals(new double[] {1, -2}, tensor.values().toDoubles());
    }

    @Test
    void truncatedFileIsSaidToBe() {
        byte[] whole = two();
        refuses(
                "m is truncated: the tensor b should have 2 elements, but the file ends after 1",
                Arrays.copyOf(whole, whole.length - 3));
        refuses("m is truncated: it ends inside the header", Arrays.copyOf(whole, 50));
        refuses("m is truncated: it ends inside the length of the header", Arrays.copyOf(whole, 5));
    }

    @Test
    void damageIsNamed() {
        refuses(
                "m is no safetensors file, or is damaged: it announces a header of 18446744073709551615 bytes; at most 16777216 are read",
                new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0});
        refuses(
                "m is damaged: the tensor a of shape [3] should take the bytes 0 to 12, but its data_offsets are [0, 8]",
                content("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", new byte[8]));
        refuses(
                "m is damaged: it goes on after its last tensor",
                content("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[8]));
        refuses(
                "m holds the tensor a of type F8_E4M3; F64, F32, F16, BF16 and integers can be read: save it as float32",
                content("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", new byte[1]));
        refuses(
                "m: the tensor a has shape [4611686018427387904, 4]: more elements than the largest array of 2³¹ − 1;"
                        + " use part of it",
                content(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
                        new byte[4]));
        refuses("m holds no tensors", content("{}", new byte[0]));
    }

    @Test
    void duplicateTensorsAreRefused() {
        String twice = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        refuses("m is damaged: its header names a tensor twice, at its byte 57", content(twice, new byte[4]));
    }

    private void refuses(String message, byte[] content) {
        fixture.refuses(message, fixture.file("m", content), SafetensorsReader::read);
    }

    private static byte[] two() {
        byte[] data = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1)
                .putFloat(0.5f)
                .putFloat(0.1f)
                .array();
        return content(TWO, data);
    }

    private static byte[] content(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array();
        return ReaderFixture.concat(length, json, data);
    }
}
