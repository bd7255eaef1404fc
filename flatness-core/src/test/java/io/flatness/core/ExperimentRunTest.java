package io.flatness.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunTest {
    private static final String YAML = """
            name: first
            seed: 7
            problems:
              - {id: q, type: test-quadratic, diagonal: [1, 2, 3], at: [1, 0, -1]}
              - {id: t, type: test-quadratic, diagonal: [4, 5], train: true}
            transforms:
              - {id: s, type: test-scaling, factor: [2, 3]}
              - {id: c, chain: [{type: test-scaling, factor: 2}, {type: test-scaling, factor: [1, 4], coordinates: true}], problems: [q]}
            metrics:
              - {id: trace, type: test-trace}
              - {id: est, type: test-trace, way: hutchinson, probes: [1, 2]}
            analyses:
              - {id: r, type: test-ratio, metric: trace}
            """;

    @TempDir
    private Path folder;

    private Experiments experiments;

    @BeforeEach
    void start() {
        experiments = new Experiments(folder);
    }

    @Test
    void aRunMeasuresEveryPointAndWritesItsFiles() {
        RunResult result = experiments.run(YAML, "out");
        assertEquals(ExitCode.OK, result.exit());
        JsonNode points = result.results().get("points");
        assertEquals(8, points.size());
    }

    @Test
    void theBytesDependNeitherOnThreadsNorOnTheRun() {
        experiments.run(YAML, "a");
        experiments.run(YAML, "b");
        experiments.run(YAML, "c", 4, false, RunListener.SILENT);
        assertEquals(experiments.text("a/results.json"), experiments.text("b/results.json"));
        assertEquals(experiments.text("a/results.json"), experiments.text("c/results.json"));
        assertEquals(experiments.text("a/results.csv"), experiments.text("c/results.csv"));
        assertTrue(experiments.text("a/results.json").endsWith("}\n"));
    }
}
