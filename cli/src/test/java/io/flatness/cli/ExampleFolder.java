package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder in which the experiments of the documentation find the files that they name.
 *
 * @param folder the folder
 */
record ExampleFolder(Path folder) {
    private static final Set<String> SECTIONS = Set.of("transforms", "metrics", "analyses", "expect", "report");

    private static final String NETWORK = """
            problems:
              - id: net
                type: network
                loss: cross-entropy
                %s
            """;

    static ExampleFolder in(Path folder) throws IOException {
        Path models = Path.of("..", "examples", "models");
        Files.createDirectories(folder.resolve("models"));
        try (Stream<Path> files = Files.list(models)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("models").resolve(file.getFileName()));
            }
        }
        for (String name : new String[] {"mlp.onnx", "my-network.onnx", "models/mlp.onnx"}) {
            Files.copy(models.resolve("digits-mlp.onnx"), folder.resolve(name));
        }
        Files.copy(models.resolve("digits-mlp.safetensors"), folder.resolve("mlp.safetensors"));
        String rows = IntStream.range(0, 20)
                .mapToObj(row -> IntStream.range(0, 64)
                                .mapToObj(column -> String.valueOf((row * 7 + column * 3) % 17))
                                .collect(Collectors.joining(","))
                        + "," + row % 10)
                .collect(Collectors.joining("\n"));
        for (String name : new String[] {"train.csv.gz", "test.csv.gz"}) {
            try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
                out.write(rows.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return new ExampleFolder(folder);
    }

    /** Validates an experiment, or the part of one; runs it unless it is slow. */
    void check(String yaml, boolean slow) throws IOException {
        boolean whole = yaml.contains("problems:");
        for (String experiment : whole ? new String[] {yaml} : completed(yaml)) {
            Path file = Files.createTempFile(folder, "page", ".yaml");
            Files.writeString(file, experiment);
            RecordingConsole console = new RecordingConsole(false, 100);
            String[] arguments = slow || !whole
                    ? new String[] {"validate", file.toString()}
                    : new String[] {"run", file.toString(), "--quiet", "--out", file + ".run"};
            int exit = Main.commandLine(console.console()).execute(arguments);
            // 4: pages also show demands that do not hold
            assertTrue(exit == 0 || exit == 4, experiment + console.err());
            assertEquals(exit == 0 ? "" : console.err(), console.err());
        }
    }

    /** Parts of a problem become a problem; several lines of {@code model:} are alternatives. */
    private static String[] completed(String part) {
        String key = part.strip().split(":", 2)[0];
        if (SECTIONS.contains(key)) {
            String problem = NETWORK.formatted("model: {layers: [64, 8, 10]}\n    data: {type: digits, samples: 50}");
            return new String[] {"name: part\nseed: 1\n" + problem + part};
        }
        return switch (key) {
            case "model" ->
                part.lines()
                        .filter(line -> line.startsWith("model:"))
                        .map(line -> line.contains("weights:")
                                ? NETWORK.replace("cross-entropy", "mse")
                                        .formatted(
                                                line + "\n    data: {type: inline, inputs: [[1, 2]], targets: [[1]]}")
                                : NETWORK.formatted(line + "\n    data: {type: digits, samples: 50}"))
                        .toArray(String[]::new);
            case "layers" ->
                new String[] {
                    NETWORK.formatted(
                            "model:\n" + part.indent(6).stripTrailing()
                                    + "\n    data: {type: random, samples: 10, features: 192, classes: 10, inputShape: [3, 8, 8]}")
                };
            default ->
                new String[] {
                    NETWORK.formatted(part.strip().indent(4).strip()
                            + "\n    model: {layers: [64, 8, 10]}\n    data: {type: digits, samples: 50}")
                };
        };
    }
}
