package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The experiments of the paper: the parts, and all of them as one. */
class PaperTest {
    private static final Path FOLDER = Path.of("../examples/paper");
    private static final Path ALL = FOLDER.resolve("all.yaml");

    private static List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.equals(ALL))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> entries(Path file) throws IOException {
        Set<String> entries = new TreeSet<>();
        Files.readAllLines(file).stream().filter(line -> line.startsWith("  - {")).forEach(entries::add);
        return entries;
    }

    @Test
    void theWholePaperIsTheUnionOfItsParts() throws IOException {
        Set<String> union = new TreeSet<>();
        for (Path part : parts()) {
            union.addAll(entries(part));
        }
        assertEquals(union, entries(ALL));
    }

    @Test
    void everyPartIsAValidExperimentAndNamedOnItsPage() throws IOException {
        String page = Files.readString(Path.of("../docs/paper.md"));
        assertTrue(parts().size() >= 15);
        for (Path file : parts()) {
            String name = file.getFileName().toString();
            assertTrue(page.contains("(../examples/paper/" + name + ")"), name);
            RecordingConsole recorder = new RecordingConsole(false, 120);
            assertEquals(
                    0, Main.commandLine(recorder.console()).execute("validate", file.toString()), recorder.err());
        }
        RecordingConsole recorder = new RecordingConsole(false, 120);
        assertEquals(0, Main.commandLine(recorder.console()).execute("validate", ALL.toString()), recorder.err());
    }
}
