package io.flatness.networks.io;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.InvalidParameterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;

/** Writes bytes to a file and hands them to a reader. */
record ReaderFixture(Path folder) {
    InputFile file(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file(name);
    }

    InputFile file(String name) {
        LocalContext local = LocalContext.singleThreaded(1);
        return InputFile.of(
                "data.file", Path.of(name), new LocalContext(1, local.parallel(), local.linearAlgebra(), folder));
    }

    void refuses(String message, InputFile file, Consumer<InputFile> reader) {
        InvalidParameterException refusal =
                Assertions.assertThrows(InvalidParameterException.class, () -> reader.accept(file));
        Assertions.assertEquals("data.file", refusal.parameter());
        Assertions.assertEquals(message, refusal.getMessage());
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
