package io.flatness.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder of a run for which the user named none. */
final class OutputFolder {
    private static final Path PARENT = Path.of("out");

    private OutputFolder() {}

    /** {@code out/NAME}, {@code out/NAME-2}, …: the first that is free, or with {@code resume} the last that is not. */
    static Path forExperiment(String name, boolean resume) {
        Path last = numbered(name, 1);
        for (int number = 1; ; number++) {
            Path folder = numbered(name, number);
            if (isFree(folder)) {
                return resume ? last : folder;
            }
            last = folder;
        }
    }

    private static Path numbered(String name, int number) {
        return PARENT.resolve(number == 1 ? name : name + "-" + number);
    }

    private static boolean isFree(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
