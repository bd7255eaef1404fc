package io.flatness.core.report;

import io.flatness.core.run.OutputException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all. */
public final class AtomicFile {
    private AtomicFile() {}

    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes, making the folder where there is none.
     *
     * @throws OutputException when it cannot be written
     */
    public static void write(Path file, byte[] bytes) {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            // A stream, since an interrupted thread would close a channel.
            try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(bytes);
                out.getFD().sync();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputException(
                    "cannot write " + file + ": " + e.getMessage() + "; what is finished is kept: make room and resume",
                    e);
        }
    }
}
