package io.flatness.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The zip of the distribution, unpacked into a folder, and its command. */
record Distribution(Path home) {
    private static final Path ZIP = Path.of("..", "cli", "target", "distribution.zip");
    private static final long PATIENCE_MINUTES = 5;

    /** Unpacks the distribution, permissions included. */
    static Distribution unpackedInto(Path folder) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", true));
                Stream<Path> entries = Files.walk(zip.getPath("/flatness"))) {
            for (Path entry : entries.toList()) {
                Path target = folder.resolve(zip.getPath("/").relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
                }
            }
        }
        return new Distribution(folder.resolve("flatness"));
    }

    /** Runs {@code bin/flatness} in a working folder, with an environment like a pipeline's. */
    Outcome run(Path workingFolder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/flatness").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("flatness-out-", ".txt");
        Path err = Files.createTempFile("flatness-err-", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingFolder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().remove("FLATNESS_PLUGINS");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("flatness " + List.of(arguments) + " hangs");
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** How a command ended. */
    record Outcome(int exit, String out, String err) {}

    /** The content of a JSON file. */
    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
