package io.flatness.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.OutputException;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunTest {
    private static final String YAML = """
            name: first
            seed: 7
            problems:
              - {id: q, type: test-quadratic, diagonal: [1, 2, 3], at: [1, 0, -1], input: data.txt}
              - {id: t, type: test-quadratic, diagonal: [4, 5], train: true}
            transforms:
              - {id: s, type: test-scaling, factor: [2, 3, 7, 13]}
              - {id: c, chain: [{type: test-scaling, factor: 2}, {type: test-scaling, factor: [1, 4], coordinates: true}], problems: [q]}
            metrics:
              - {id: trace, type: test-trace}
              - {id: est, type: test-trace, way: hutchinson, probes: [1, 2]}
            analyses:
              - {id: r, type: test-ratio, metric: trace, factor: [2, 5]}
            """;

    private static final String ONE = "problems: [{id: q, type: test-quadratic, diagonal: [1, 2], at: [1, 1]}]\n";

    @TempDir
    private Path folder;

    private Experiments experiments;

    @BeforeEach
    void start() {
        experiments = new Experiments(folder);
        experiments.write("data.txt", "abc");
    }

    @Test
    void aRunMeasuresEveryPoint() {
        JsonNode results = experiments.run(YAML, "out").results();
        List<String> points = new ArrayList<>();
        results.get("points")
                .forEach(p -> points.add(p.get("problem").asText() + " "
                        + p.get("transform").asText() + " " + p.get("status").asText()));
        assertEquals(
                List.of(
                        "q identity measured",
                        "q s measured",
                        "q s measured",
                        "q s refused",
                        "q s refused",
                        "q c measured",
                        "q c measured",
                        "t identity measured",
                        "t s measured",
                        "t s measured",
                        "t s refused",
                        "t s refused"),
                points);
        JsonNode first = results.at("/points/0");
        assertEquals(2.0, first.get("loss").asDouble());
        assertEquals(Math.sqrt(10), first.get("gradientNorm").asDouble(), 1e-15);
        assertEquals(3.0 / 3.0, first.get("criticality").asDouble());
        assertEquals(1.0, first.get("relativeCriticality").asDouble());
        assertFalse(first.has("preservation"));
        JsonNode chained = results.at("/points/6");
        assertEquals(6.0 / 64, chained.at("/measurements/2/value").asDouble());
        assertEquals(0.0, chained.at("/preservation/lawError").asDouble());
        assertEquals(4.0, chained.at("/transformParameters/chain/1/factor").asDouble());
        assertEquals(
                "7 is refused when it is applied",
                results.at("/points/3/reason").asText());
        assertEquals(
                "13 is refused by this architecture",
                results.at("/points/4/reason").asText());
        assertEquals(
                "{\"epochs\":3,\"outcome\":\"reached\"}",
                results.at("/problems/1/train").toString());
        assertEquals("data.txt", results.at("/provenance/inputs/0/file").asText());
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                results.at("/provenance/inputs/0/sha256").asText());
        assertEquals(0.25, results.at("/analyses/0/ratio").asDouble());
        assertEquals("q", results.at("/analyses/0/problem").asText());
        assertEquals(6.0, results.at("/analyses/0/blocks/0").asDouble());
        assertEquals(0.04, results.at("/analyses/2/ratio").asDouble(), 1e-15);
    }

    @Test
    void keysStandInTheOrderOfTheFormat() {
        JsonNode results = experiments.run(YAML, "out").results();
        assertEquals(
                List.of(
                        "format",
                        "name",
                        "seed",
                        "spec",
                        "provenance",
                        "problems",
                        "points",
                        "analyses",
                        "components",
                        "findings"),
                names(results));
        assertEquals(
                List.of(
                        "problem",
                        "transform",
                        "transformParameters",
                        "status",
                        "loss",
                        "gradientNorm",
                        "criticality",
                        "relativeCriticality",
                        "preservation",
                        "measurements"),
                names(results.at("/points/1")));
        assertEquals(
                List.of(
                        "metric",
                        "type",
                        "parameters",
                        "status",
                        "value",
                        "kind",
                        "scale",
                        "standardError",
                        "converged"),
                names(results.at("/points/1/measurements/0")));
        assertEquals(
                List.of("flatness", "jdk", "backend", "kernel", "plugins", "inputs"), names(results.get("provenance")));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
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

    @Test
    void reorderingTheFileLeavesEveryPointAlone() {
        String metrics =
                "metrics:\n  - {id: trace, type: test-trace}\n  - {id: est, type: test-trace, way: hutchinson}\n";
        String turned =
                "metrics:\n  - {way: hutchinson, id: est, type: test-trace}\n  - {type: test-trace, id: trace}\n";
        String transforms =
                "transforms: [{id: a, type: test-scaling, factor: 2}, {id: b, type: test-scaling, factor: 3}]\n";
        String swapped =
                "transforms: [{id: b, factor: 3, type: test-scaling}, {id: a, type: test-scaling, factor: 2}]\n";
        JsonNode one =
                experiments.run(ONE + transforms + metrics, "a").results().get("points");
        JsonNode other = experiments.run(swapped + turned + ONE, "b").results().get("points");
        assertEquals(one.get(0), other.get(0));
        assertEquals(one.get(1), other.get(2));
        assertEquals(one.get(2), other.get(1));
    }

    @Test
    void failuresAreResultsAndExitWith3() {
        RunResult result = experiments.run(
                ONE
                        + "metrics: [{id: m, type: test-trace, way: [exact, fail, crash, nan-detail, infinite, undefined,"
                        + " not-applicable]}]\n",
                "out");
        assertEquals(ExitCode.FAILED_MEASUREMENTS, result.exit());
        JsonNode m = result.results().at("/points/0/measurements");
        assertEquals("failed it was told to it was told to", words(m.get(1)));
        assertTrue(
                words(m.get(2)).startsWith("failed a fault in the metric: java.lang.IllegalStateException: a bug at "));
        assertTrue(words(m.get(3)).contains("details.bad is not a number"), words(m.get(3)));
        assertEquals("Infinity", m.at("/4/value").asText());
        assertEquals("divergent", m.at("/4/kind").asText());
        assertEquals(3.0, m.at("/4/details/certifiedLowerBound").asDouble());
        assertEquals("undefined", m.at("/5/kind").asText());
        assertFalse(m.get(5).has("value"));
        assertEquals("no value here", m.at("/5/reason").asText());
        assertEquals("not-applicable", m.at("/6/status").asText());
        assertFalse(experiments.text("out/results.json").contains("NaN"));
    }

    private static String words(JsonNode m) {
        return m.path("status").asText() + " " + m.path("reason").asText() + " "
                + m.path("error").asText();
    }

    @Test
    void aFailedAnalysisExitsWith3() {
        RunResult result = experiments.run(
                ONE
                        + "metrics: [{id: m, type: test-trace}]\nanalyses: [{id: r, type: test-ratio, metric: m, factor: 99}]\n",
                "out");
        assertEquals(ExitCode.FAILED_MEASUREMENTS, result.exit());
        assertEquals("99 is too much", result.results().at("/analyses/0/reason").asText());
    }

    @Test
    void expectationsThatFailSayWhyAndExitWith4() {
        RunResult result = experiments.run(ONE + """
                        transforms: [{id: s, type: test-scaling, factor: [2, 13]}]
                        metrics: [{id: m, type: test-trace}, {id: i, type: test-trace, way: infinite}, {id: f, type: test-trace, way: not-applicable}]
                        expect:
                          - {metric: m, op: ==, value: 3}
                          - {metric: m, problem: q, op: "<", value: 3}
                          - {metric: m, transform: s, op: "<=", value: 0.75}
                          - {metric: m, op: ==, value: 3.1, tolerance: 0.1}
                          - {metric: i, op: ">", value: 1e300}
                          - {metric: i, op: ==, value: Infinity}
                          - {metric: f, op: "!=", value: 3}
                        """, "out");
        assertEquals(ExitCode.FAILED_EXPECTATIONS, result.exit());
        assertEquals(
                List.of(
                        "expected m < 3 on q under identity, but it is 3.0",
                        "expected m <= 0.75 on q under s {\"factor\":13.0,\"index\":0,\"coordinates\":false}, but the"
                                + " transform is refused: 13 is refused by this architecture",
                        "expected f != 3 on q under identity, but it is not-applicable: no meaning here"),
                result.failedExpectations());
    }

    @Test
    void aFolderThatIsNotEmptyIsLeftAlone() {
        experiments.write("out/notes.txt", "mine");
        OutputException e = assertThrows(OutputException.class, () -> experiments.run(ONE, "out"));
        assertTrue(e.getMessage().endsWith("out is not empty; choose another folder, or go on with --resume"));
        OutputException r =
                assertThrows(OutputException.class, () -> experiments.run(ONE, "out", 1, true, RunListener.SILENT));
        assertTrue(r.getMessage().endsWith("out holds no run to resume; choose another folder"));
        assertTrue(Files.exists(folder.resolve("out/notes.txt")));
    }

    @Test
    void nothingIsWrittenForAnInvalidExperiment() {
        assertThrows(RuntimeException.class, () -> experiments.run("problems: []\n", "out"));
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void theListenerHearsPointsInTheOrderOfTheResults() {
        List<ObjectNode> heard = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        RunResult result = experiments.run(YAML, "out", 4, false, new RunListener() {
            @Override
            public void point(ObjectNode point) {
                heard.add(point);
            }

            @Override
            public void warning(String message) {
                warnings.add(message);
            }
        });
        List<JsonNode> points = new ArrayList<>();
        result.results().get("points").forEach(points::add);
        assertEquals(points, heard);
        assertEquals(List.of(), warnings);
    }
}
