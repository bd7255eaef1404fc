package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzReaderTest {
    @TempDir
    private Path folder;

    private ReaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ReaderFixture(folder);
    }

    @Test
    void arraysOfAnArchiveAreFoundByName() throws IOException {
        byte[] archive =
                zip(Map.of("labels.npy", npy("|u1", "(3,)", new byte[] {1, 2, 9}), "note.txt", new byte[] {1}));
        Map<String, Tensor> arrays = NpzReader.read(fixture.file("a.npz", archive));
        assertEquals(List.of(3), arrays.get("labels").shape());
        assertArrayEquals(new double[] {1, 2, 9}, arrays.get("labels").values().toDoubles());
        assertEquals(1, arrays.size());
    }

    @Test
    void everyElementTypeIsRead() {
        ByteBuffer doubles = ByteBuffer.allocate(16)
                .order(ByteOrder.BIG_ENDIAN)
                .putDouble(0.1)
                .putDouble(-7);
        assertArrayEquals(new double[] {0.1, -7}, values(npy(">f8", "(2,)", doubles.array())));
        ByteBuffer longs = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(-5);
        assertArrayEquals(new double[] {-5}, values(npy("<i8", "()", longs.array())));
        // 0x3555 is the half nearest 1/3, 0x0001 the smallest subnormal, 0xC000 is −2
        byte[] halves = {0x55, 0x35, 1, 0, 0, (byte) 0xC0};
        assertArrayEquals(new double[] {0.333251953125, 0x1p-24, -2}, values(npy("<f2", "(3,)", halves)));
    }

    @Test
    void columnMajorArraysAreTurned() {
        byte[] content = ReaderFixture.concat(
                header("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }"), new byte[] {1, 4, 2, 5, 3, 6});
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, values(content));
    }

    @Test
    void damageIsNamed() {
        refuses(
                "a.npz holds the array with elements of type |O; booleans, integers and floating-point numbers of at"
                        + " most 8 bytes can be read",
                npy("|O", "(3,)", new byte[3]));
        refuses(
                "a.npz is truncated: the array should have 3 elements, but the file ends after 1",
                npy("<f4", "(3,)", new byte[6]));
        refuses(
                "a.npz is no NumPy file: the array does not begin with \\x93NUMPY",
                "hello world!".getBytes(StandardCharsets.UTF_8));
        refuses(
                "a.npz has the impossible shape (99999999999999999999,) for the array",
                npy("<f4", "(99999999999999999999,)", new byte[6]));
        refuses("a.npz has the impossible shape (31 4, 2) for the array", npy("<f4", "(31 4, 2)", new byte[6]));
        refuses(
                "a.npz holds no arrays, or is truncated; write it with numpy.savez",
                "PK".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void zipBombIsStoppedByItsOwnHeader() throws IOException {
        byte[] archive = zip(Map.of("x.npy", npy("|u1", "(3,)", new byte[5_000_000])));
        refuses("a.npz is damaged: the array x is longer than its header says", archive);
    }

    private double[] values(byte[] content) {
        return NpzReader.read(fixture.file("a.npy", content)).get("").values().toDoubles();
    }

    private void refuses(String message, byte[] content) {
        fixture.refuses(message, fixture.file("a.npz", content), NpzReader::read);
    }

    private static byte[] npy(String type, String shape, byte[] data) {
        return ReaderFixture.concat(
                header("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }"), data);
    }

    private static byte[] header(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) bytes.length, 0};
        return ReaderFixture.concat(magic, bytes);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
