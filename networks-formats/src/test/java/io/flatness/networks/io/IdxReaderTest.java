package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
    private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, (byte) 200, 3, (byte) 255};

    @TempDir
    private Path folder;

    private ReaderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ReaderFixture(folder);
    }

    @Test
    void unsignedBytesStayBytes() {
        Tensor images = IdxReader.read(fixture.file("i.gz", ReaderFixture.gzip(IMAGES)), 10);
        assertEquals(List.of(2, 1, 2), images.shape());
        assertInstanceOf(Storage.Uint8.class, images.values());
        assertArrayEquals(new double[] {1, 200, 3, 255}, images.values().toDoubles());
    }

    @Test
    void firstImagesAlone() {
        Tensor images = IdxReader.read(fixture.file("i", IMAGES), 1);
        assertEquals(List.of(1, 1, 2), images.shape());
        assertArrayEquals(new double[] {1, 200}, images.values().toDoubles());
    }

    @Test
    void floatsAreBigEndian() {
        byte[] content = ByteBuffer.allocate(16)
                .put(new byte[] {0, 0, 0x0D, 1, 0, 0, 0, 2})
                .putFloat(0.1f)
                .putFloat(-3)
                .array();
        assertArrayEquals(
                new double[] {0.1f, -3},
                IdxReader.read(fixture.file("i", content), 9).values().toDoubles());
    }

    @Test
    void damageIsNamed() {
        refuses("i is no IDX file: it does not begin with two zero bytes", new byte[] {1, 2, 3, 4});
        refuses("i is truncated: it ends inside the header", Arrays.copyOf(IMAGES, 9));
        refuses(
                "i is truncated: its array should have 4 elements, but the file ends after 3",
                Arrays.copyOf(IMAGES, 19));
        refuses("i goes on after the array that its header describes: it is damaged", Arrays.copyOf(IMAGES, 21));
        refuses(
                "i has elements of the unknown type 0x0A; IDX knows 0x08, 0x09 and 0x0B to 0x0E",
                new byte[] {0, 0, 0x0A, 1, 0, 0, 0, 0});
    }

    @Test
    void hugeSizesTakeNoMemory() {
        refuses(
                "i: its array has shape [2147483647, 4294967295]: more elements than the largest array of"
                        + " 2³¹ − 1; use part of it",
                new byte[] {0, 0, 8, 2, -1, -1, -1, -1, -1, -1, -1, -1});
        refuses(
                "i: its array has shape [16777216] (16777216 bytes), more than the file can hold: it is"
                        + " truncated or damaged",
                new byte[] {0, 0, 8, 1, 1, 0, 0, 0});
    }

    private void refuses(String message, byte[] content) {
        fixture.refuses(message, fixture.file("i", content), file -> IdxReader.read(file, Integer.MAX_VALUE));
    }
}
