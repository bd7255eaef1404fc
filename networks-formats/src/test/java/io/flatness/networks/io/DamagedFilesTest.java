package io.flatness.networks.io;

import static org.junit.jupiter.api.Assertions.fail;

import io.flatness.spi.InvalidParameterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with bytes changed, cut off or repeated are read or refused; nothing else happens. */
class DamagedFilesTest {
    private static final Path MODELS = Path.of("..", "examples", "models");
    private static final int TRIALS = Integer.getInteger("flatness.mutants", 120);

    @TempDir
    private Path folder;

    @Test
    void onnx() throws IOException {
        damage(
                Files.readAllBytes(MODELS.resolve("digits-mlp-bias.onnx")),
                file -> OnnxReader.read(file, null, Model.Ending.SOFTMAX));
        damage(
                Files.readAllBytes(Path.of("src", "test", "resources", "fashion", "fashion-cnn.onnx")),
                file -> OnnxReader.read(file, null, Model.Ending.NONE));
    }

    @Test
    void safetensors() throws IOException {
        damage(Files.readAllBytes(MODELS.resolve("digits-mlp-bias.safetensors")), SafetensorsReader::read);
    }

    @Test
    void idx() {
        byte[] images = new byte[16 + 40];
        images[2] = 8;
        images[3] = 3;
        images[7] = 10;
        images[11] = 2;
        images[15] = 2;
        damage(images, file -> IdxReader.read(file, 7));
        damage(ReaderFixture.gzip(images), file -> IdxReader.read(file, Integer.MAX_VALUE));
    }

    @Test
    void npz() throws IOException {
        byte[] header =
                "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }  \n".getBytes(StandardCharsets.US_ASCII);
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0};
        byte[] npy = ReaderFixture.concat(magic, header, new byte[48]);
        damage(npy, NpzReader::read);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"inputs.npy", "labels.npy"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(npy);
            }
        }
        damage(bytes.toByteArray(), NpzReader::read);
    }

    @Test
    void csv() {
        byte[] table = "a,b,c\n1,2.5,-3e4\n\"4\",5,6\n7,8,9\n".getBytes(StandardCharsets.UTF_8);
        damage(table, file -> CsvReader.read(file, 100, null));
        damage(ReaderFixture.gzip(table), file -> CsvReader.read(file, 100, null));
    }

    private void damage(byte[] content, Consumer<InputFile> reader) {
        ReaderFixture fixture = new ReaderFixture(folder);
        SplittableRandom random = new SplittableRandom(42);
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] damaged = damaged(content, random);
            try {
                reader.accept(fixture.file("damaged", damaged));
            } catch (InvalidParameterException refused) {
                // as it should be
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                fail("trial " + trial, e);
            }
        }
    }

    private static byte[] damaged(byte[] content, SplittableRandom random) {
        byte[] damaged = content.clone();
        int head = random.nextBoolean() ? Math.min(300, content.length) : content.length;
        switch (random.nextInt(4)) {
            case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            case 1 -> {
                int from = random.nextInt(head);
                int to = Math.min(content.length, from + 1 + random.nextInt(20));
                damaged = ReaderFixture.concat(
                        Arrays.copyOf(content, to), Arrays.copyOfRange(content, from, content.length));
            }
            default -> {
                for (int i = 0; i <= random.nextInt(6); i++) {
                    damaged[random.nextInt(head)] = (byte) random.nextInt(256);
                }
            }
        }
        return damaged;
    }
}
