package io.flatness.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.OutputException;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static final String YAML = """
            seed: 3
            problems:
              - {id: t, type: test-quadratic, diagonal: [4, 5], train: true, input: data.txt}
            transforms:
              - {id: s, type: test-scaling, factor: [2, 7, 3]}
            metrics:
              - {id: trace, type: test-trace}
              - {id: est, type: test-trace, way: hutchinson}
            analyses:
              - {id: r, type: test-ratio, metric: trace}
            """;

    @TempDir
    private Path folder;

    private Experiments experiments;

    @BeforeEach
    void start() {
        experiments = new Experiments(folder);
        experiments.write("data.txt", "abc");
    }

    private RunResult resume(String yaml, String out) {
        return experiments.run(yaml, out, 1, true, RunListener.SILENT);
    }

    private Path journal(String out) {
        return folder.resolve(out).resolve("journal/tasks.log");
    }

    @Test
    void aJournalCutAnywhereResumesToTheSameBytes() throws IOException {
        experiments.run(YAML, "whole");
        byte[] whole = Files.readAllBytes(journal("whole"));
        String results = experiments.text("whole/results.json");
        for (int cut = 0; cut <= whole.length; cut += 251) {
            String out = "cut" + cut;
            Files.createDirectories(journal(out).getParent());
            Files.write(journal(out), Arrays.copyOf(whole, cut));
            assertEquals(ExitCode.OK, resume(YAML, out).exit(), "cut at " + cut);
            assertEquals(results, experiments.text(out + "/results.json"), "cut at " + cut);
        }
    }

    @Test
    void aDamagedLineAndWhatFollowsItAreMeasuredAgain() throws IOException {
        experiments.run(YAML, "whole");
        byte[] bytes = Files.readAllBytes(journal("whole"));
        bytes[bytes.length / 2] ^= 4;
        Files.createDirectories(journal("bad").getParent());
        Files.write(journal("bad"), bytes);
        resume(YAML, "bad");
        assertEquals(experiments.text("whole/results.json"), experiments.text("bad/results.json"));
    }

    @Test
    void anInterruptedRunGoesOnWhereItStopped() {
        experiments.run(YAML, "whole");
        RunResult stopped = experiments.run(YAML, "out", 1, false, new RunListener() {
            @Override
            public void point(ObjectNode point) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(ExitCode.INTERRUPTED, stopped.exit());
        assertFalse(Files.exists(folder.resolve("out/results.json")));
        assertEquals(ExitCode.OK, resume(YAML, "out").exit());
        assertEquals(experiments.text("whole/results.json"), experiments.text("out/results.json"));
    }

    @Test
    void aFinishedRunIsLeftAsItIs() throws IOException {
        experiments.run(YAML, "out");
        byte[] timings = Files.readAllBytes(folder.resolve("out/timings.json"));
        byte[] journal = Files.readAllBytes(journal("out"));
        RunResult again = resume(YAML, "out");
        assertEquals(ExitCode.OK, again.exit());
        assertEquals(4, again.results().get("points").size());
        assertArrayEquals(timings, Files.readAllBytes(folder.resolve("out/timings.json")));
        assertArrayEquals(journal, Files.readAllBytes(journal("out")));
    }

    @Test
    void resultsThatWereLostAreWrittenAgain() throws IOException {
        experiments.run(YAML, "out");
        String results = experiments.text("out/results.json");
        Files.delete(folder.resolve("out/results.json"));
        resume(YAML, "out");
        assertEquals(results, experiments.text("out/results.json"));
    }

    @Test
    void resultsThatWereChangedAreMadeAgainFromTheJournal() throws IOException {
        experiments.run(YAML, "out");
        for (String file : List.of("results.json", "results.csv")) {
            String text = experiments.text("out/" + file);
            for (String changed : List.of(text.replace('4', '5'), text.substring(1), "", "{}", "\u0000")) {
                Files.writeString(folder.resolve("out").resolve(file), changed);
                RunResult again = resume(YAML, "out");
                assertEquals(ExitCode.OK, again.exit());
                assertEquals(text, experiments.text("out/" + file));
            }
            Files.delete(folder.resolve("out").resolve(file));
            resume(YAML, "out");
            assertEquals(text, experiments.text("out/" + file));
        }
    }

    @Test
    void missingAndEmptyFoldersAreFreshRuns() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(ExitCode.OK, resume(YAML, "empty").exit());
        assertEquals(ExitCode.OK, resume(YAML, "missing").exit());
    }

    @Test
    void anotherExperimentOrInputIsRefused() {
        experiments.run(YAML, "out");
        OutputException spec =
                assertThrows(OutputException.class, () -> resume(YAML.replace("seed: 3", "seed: 4"), "out"));
        assertTrue(
                spec.getMessage().endsWith("which holds a run of another experiment; choose another folder"),
                spec.getMessage());
        experiments.write("data.txt", "abd");
        OutputException input = assertThrows(OutputException.class, () -> resume(YAML, "out"));
        assertTrue(
                input.getMessage().endsWith("which holds a run of other input files; choose another folder"),
                input.getMessage());
    }

    @Test
    void threadsMayDiffer() {
        experiments.run(YAML, "out");
        assertEquals(
                ExitCode.OK,
                experiments.run(YAML, "out", 2, true, RunListener.SILENT).exit());
        assertEquals(
                ExitCode.OK, resume(YAML + "threads: 2\nmemory: 1GB\n", "out").exit());
    }
}
