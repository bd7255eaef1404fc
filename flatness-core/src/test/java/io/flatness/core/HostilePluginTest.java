package io.flatness.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.PluginLoader;
import io.flatness.core.plugin.Plugins;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import io.flatness.core.spec.InvalidExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a plugin does, it is one failed measurement or one clear refusal, and all else stays as it is. */
@Timeout(120)
class HostilePluginTest {
    private static final String HEAD = """
            problems: [{id: q, type: test-quadratic, diagonal: [4, 5], at: [1, 2]}]
            transforms: [{id: s, type: test-scaling, factor: 2}]
            """;
    /** Each way, and how its reason begins. */
    private static final Map<String, String> FAILURES = new TreeMap<>(
            Map.ofEntries(
                    Map.entry(
                            "checked",
                            "a fault in the metric: java.io.IOException: disk at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "error",
                            "a fault in the metric: java.lang.AssertionError: assert at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "own-error",
                            "a fault in the metric: java.lang.Error: mine at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "linkage",
                            "a fault in the metric: java.lang.NoClassDefFoundError: gone/Class at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "stack",
                            "a fault in the metric: java.lang.StackOverflowError at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "cancels",
                            "a fault in the metric: java.util.concurrent.CancellationException: me at plugin hostile//hostile.Metrics"),
                    Map.entry("liar", "a fault in the metric: hostile.Metrics$Liar at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "parallel",
                            "a fault in the metric: java.io.IOException: body 1 at plugin hostile//hostile.Metrics"),
                    Map.entry("nothing", "the metric returned nothing"),
                    Map.entry(
                            "nan",
                            "a fault in the metric: java.lang.IllegalArgumentException: a measurement cannot be NaN; say"
                                    + " Measurement.undefined(reason) or throw MeasurementException"),
                    Map.entry(
                            "nan-error",
                            "the metric returned a result that cannot be reported: the standard error is not a number"),
                    Map.entry(
                            "detail-nan",
                            "the metric returned a result that cannot be reported: details.a.b is not a number"),
                    Map.entry("detail-null", "the metric returned a result that cannot be reported: details.a is null"),
                    Map.entry(
                            "detail-type",
                            "the metric returned a result that cannot be reported: details.a[0] is a java.lang.Thread"),
                    Map.entry(
                            "cycle",
                            "the metric returned a result that cannot be reported: details is nested deeper than 50 levels, or"
                                    + " contains itself"),
                    Map.entry(
                            "endless",
                            "the metric returned a result that cannot be reported: details holds more than 2000000 values"),
                    Map.entry(
                            "iterable",
                            "the metric returned a result that cannot be reported: details.i is a hostile.Metrics"),
                    Map.entry(
                            "lazy",
                            "a fault in the metric: java.lang.IllegalStateException: later at plugin hostile//hostile.Metrics"),
                    Map.entry(
                            "theta",
                            "the metric wrote to theta, which it must leave alone; its value is not that of the point"),
                    Map.entry(
                            "theta-memo",
                            "the metric wrote to theta, which it must leave alone; its value is not that of the point"),
                    Map.entry("thread", "the metric wrote to theta, which it must leave alone"),
                    Map.entry(
                            "memo-own",
                            "a fault in the metric: java.lang.IllegalStateException: the memo built-in-free/k asks for itself")));

    @TempDir
    private static Path folder;

    private static Plugins plugins;

    @BeforeAll
    static void build() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("plugins"));
        Hostile.jar(jars.resolve("hostile.jar"));
        plugins = PluginLoader.load(List.of(jars));
        assertEquals(List.of(), plugins.problems());
    }

    private static RunPlan plan(String name, String yaml, int threads) throws IOException {
        Flatness flatness = new Flatness(plugins.registry(), List.of(folder.resolve("plugins")));
        Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
        return flatness.plan(file, List.of(), new HostOptions(threads, null, "ojalgo"));
    }

    private static RunResult run(String name, String yaml, RunOptions options) throws IOException {
        try (RunPlan plan = plan(name, yaml, 3)) {
            return new Flatness(plugins.registry(), List.of(folder.resolve("plugins")))
                    .run(plan, folder.resolve(name), options, RunListener.SILENT);
        }
    }

    private static String metrics(Iterable<String> ways) {
        StringBuilder yaml = new StringBuilder("metrics:\n  - {id: a, type: test-trace}\n");
        ways.forEach(way -> yaml.append("  - {id: m-" + way + ", type: hostile, way: " + way + "}\n"));
        return yaml + "  - {id: z, type: test-trace, way: hutchinson}\n";
    }

    private static JsonNode measurement(JsonNode point, String id) {
        for (JsonNode measurement : point.get("measurements")) {
            if (measurement.get("metric").asText().equals(id)) {
                return measurement;
            }
        }
        throw new AssertionError("no measurement of " + id);
    }

    @Test
    void everyFaultOfAMetricIsOneFailedMeasurement() throws IOException {
        JsonNode alone =
                run("alone", HEAD + metrics(List.of()), RunOptions.DEFAULT).results();
        RunResult result = run("faults", HEAD + metrics(FAILURES.keySet()), RunOptions.DEFAULT);
        assertEquals(ExitCode.FAILED_MEASUREMENTS, result.exit());
        for (int i = 0; i < 2; i++) {
            JsonNode point = result.results().at("/points/" + i);
            JsonNode quiet = alone.at("/points/" + i);
            assertEquals(quiet.get("loss"), point.get("loss"));
            for (String good : List.of("a", "z")) {
                assertEquals(measurement(quiet, good), measurement(point, good));
            }
            FAILURES.forEach((way, reason) -> {
                JsonNode failed = measurement(point, "m-" + way);
                assertEquals("failed", failed.get("status").asText(), way);
                String expected = reason.replace("built-in-free", "hostile");
                assertTrue(
                        failed.get("reason").asText().startsWith(expected),
                        way + ": " + failed.get("reason").asText());
            });
        }
    }

    @Test
    void interruptsAndForeignClassesStayOutside() throws IOException {
        List<String> ways = List.of("interrupts", "parallel-interrupts", "sees");
        RunResult result = run("interrupts", HEAD + metrics(ways), RunOptions.DEFAULT);
        assertEquals(ExitCode.OK, result.exit());
        assertFalse(Thread.currentThread().isInterrupted());
        JsonNode point = result.results().at("/points/0");
        assertEquals(12, measurement(point, "m-interrupts").get("value").asDouble());
        assertEquals(0, measurement(point, "m-sees").get("value").asDouble());
    }

    @Test
    void whatAMemoLearntOfAWrongPointIsForgotten() throws IOException {
        RunResult result = run("memo", HEAD + metrics(List.of("theta-memo", "memo")), RunOptions.DEFAULT);
        // metrics run by id: m-memo first, so the other order needs a name before it
        String yaml =
                HEAD + "metrics:\n  - {id: a, type: hostile, way: theta-memo}\n  - {id: b, type: hostile, way: memo}\n";
        JsonNode after = run("memo-after", yaml, RunOptions.DEFAULT).results().at("/points/0");
        assertEquals(
                12,
                measurement(result.results().at("/points/0"), "m-memo")
                        .get("value")
                        .asDouble());
        assertEquals(12, measurement(after, "b").get("value").asDouble());
    }

    @Test
    void aFaultInCreateIsAMistakeOfTheExperiment() {
        InvalidExperimentException e = assertThrows(
                InvalidExperimentException.class,
                () -> plan(
                        "create",
                        HEAD
                                + metrics(List.of(
                                        "create-checked",
                                        "create-error",
                                        "create-null",
                                        "create-cancels",
                                        "claims-null")),
                        1));
        String where = "a fault in the metric hostile of " + folder.resolve("plugins/hostile.jar") + ": ";
        List<String> findings = e.findings().stream()
                .map(finding -> finding.toString()
                        .replaceAll("^.*?yaml:[0-9]+:[0-9]+: ", "")
                        .replace(where, "")
                        .replaceAll(" at plugin hostile//hostile.*| at java.*", ""))
                .toList();
        assertEquals(
                List.of(
                        "java.io.IOException: in create",
                        "java.lang.AssertionError: in create",
                        "java.lang.NullPointerException",
                        "java.util.concurrent.CancellationException: in create",
                        "java.lang.NullPointerException"),
                findings.stream()
                        .map(text -> text.replaceAll("NullPointerException.*", "NullPointerException"))
                        .toList());
    }

    @Test
    void aFaultOfATransformIsARefusal() throws IOException {
        String yaml = """
                problems: [{id: q, type: test-quadratic, diagonal: [4, 5], at: [1, 2]}]
                transforms:
                  - {id: t, type: hostile, way: [checked, cancels, nothing, theta, fine]}
                metrics: [{id: a, type: test-trace, way: hutchinson}]
                """;
        JsonNode points = run("transforms", yaml, RunOptions.DEFAULT).results().get("points");
        assertTrue(points.get(1)
                .get("reason")
                .asText()
                .startsWith(
                        "a fault in the transform hostile: java.io.IOException: disk at plugin hostile//hostile.Rest"));
        assertTrue(points.get(2)
                .get("reason")
                .asText()
                .startsWith("a fault in the transform hostile: java.util.concurrent.CancellationException: me"));
        assertTrue(points.get(3)
                .get("reason")
                .asText()
                .startsWith("a fault in the transform hostile: java.lang.NullPointerException: apply returned null"));
        assertFalse(points.get(4).at("/preservation/holds").asBoolean(), "it moved the point");
        assertEquals(points.get(0).get("measurements"), points.get(5).get("measurements"));
        assertEquals(12, points.get(0).get("loss").asDouble());
    }

    @Test
    void aFaultOfAnAnalysisIsOneFailedAnalysis() throws IOException {
        String yaml = HEAD + """
                metrics: [{id: a, type: test-trace}]
                analyses:
                  - {id: x, type: hostile, way: [checked, error, nothing, theta, fine]}
                  - {id: r, type: test-ratio, metric: a}
                """;
        RunResult result = run("analyses", yaml, RunOptions.DEFAULT);
        JsonNode analyses = result.results().get("analyses");
        assertTrue(analyses.get(0)
                .get("reason")
                .asText()
                .startsWith("a fault in the analysis: java.io.IOException: disk at plugin hostile//hostile.Rest"));
        assertTrue(analyses.get(1)
                .get("reason")
                .asText()
                .startsWith("a fault in the analysis: java.lang.Error: mine at plugin hostile//hostile.Rest"));
        assertEquals(
                "the analysis returned nothing", analyses.get(2).get("reason").asText());
        assertEquals("measured", analyses.get(4).get("status").asText());
        assertEquals(0.25, analyses.get(5).get("ratio").asDouble());
        assertEquals(ExitCode.FAILED_MEASUREMENTS, result.exit());
    }

    @Test
    void aTimeoutStopsWhatHearsAndLeavesBehindWhatDoesNot() throws IOException {
        String yaml = HEAD + """
                timeout: 60
                metrics:
                  - {id: a, type: test-trace}
                  - {id: hard, type: hostile, way: loop, timeout: 0.2}
                  - {id: soft, type: hostile, way: polite-loop, timeout: 0.2}
                  - {id: z, type: hostile, way: fine}
                """;
        RunResult result = run("timeout", yaml, RunOptions.DEFAULT);
        for (JsonNode point : result.results().get("points")) {
            for (String id : List.of("hard", "soft")) {
                assertEquals(
                        "it took longer than its timeout of 0.2 s and was stopped",
                        measurement(point, id).get("reason").asText());
            }
            assertEquals(42, measurement(point, "z").get("value").asDouble());
        }
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .flatMap(thread -> List.of(thread.getStackTrace()).stream())
                .anyMatch(frame -> frame.getMethodName().equals("value")
                        && frame.getClassName().contains("Quadratic")));
    }

    @Test
    void aProcessOfItsOwnSurvivesExitHaltAFullHeapAndAHardLoop() throws IOException {
        String yaml = HEAD + """
                metrics:
                  - {id: a, type: test-trace}
                  - {id: exit, type: hostile, way: exit}
                  - {id: fine, type: hostile, way: fine}
                  - {id: halt, type: hostile, way: halt, isolate: true}
                  - {id: loop, type: hostile, way: loop, timeout: 1}
                  - {id: memory, type: hostile, way: memory}
                  - {id: z, type: test-trace, way: hutchinson, isolate: true}
                """;
        RunResult result = run("isolated", yaml, new RunOptions(false, true, 0));
        JsonNode alone = run("alone-again", HEAD + metrics(List.of()), RunOptions.DEFAULT)
                .results();
        for (int i = 0; i < 2; i++) {
            JsonNode point = result.results().at("/points/" + i);
            String ended = "the process that ran it ended with exit code 0 (System.exit, a crash, or killed)";
            assertEquals(ended, measurement(point, "exit").get("reason").asText());
            assertEquals(ended, measurement(point, "halt").get("reason").asText());
            assertEquals(
                    "it took longer than its timeout of 1.0 s and was stopped",
                    measurement(point, "loop").get("reason").asText());
            assertEquals(
                    "the metric ran out of memory: Java heap space",
                    measurement(point, "memory").get("reason").asText());
            assertEquals(42, measurement(point, "fine").get("value").asDouble());
            for (String good : List.of("a", "z")) {
                assertEquals(measurement(alone.at("/points/" + i), good), measurement(point, good));
            }
        }
    }

    @Test
    void otherProcessesLeaveTheSameBytes() throws IOException {
        String yaml = """
                seed: 5
                problems: [{id: q, type: test-quadratic, diagonal: [4, 5], train: true, at: [1, 2]}]
                transforms: [{id: s, type: test-scaling, factor: [2, 3, 7]}]
                metrics:
                  - {id: a, type: test-trace}
                  - {id: b, type: test-trace, way: [hutchinson, infinite, undefined, fail]}
                  - {id: c, type: hostile, way: [fine, memo, checked]}
                analyses: [{id: r, type: test-ratio, metric: a}]
                """;
        run("here", yaml, RunOptions.DEFAULT);
        run("there", yaml, new RunOptions(false, true, 0));
        run("both", yaml, new RunOptions(false, false, 2));
        ObjectMapper mapper = new ObjectMapper();
        for (String other : List.of("there", "both")) {
            assertEquals(
                    mapper.readTree(text("here")).toPrettyString().replace("\"here\"", "\"x\""),
                    mapper.readTree(text(other)).toPrettyString().replace("\"" + other + "\"", "\"x\""));
        }
    }

    private static String text(String run) throws IOException {
        return Files.readString(folder.resolve(run).resolve("results.json"));
    }

    @Test
    void aPluginThatHangsWhileItIsFoundHidesNothing() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("hanging"));
        Path hangs = new io.flatness.core.plugin.PluginJar()
                .metric(
                        "hangs.Hangs",
                        "hangs",
                        "1); } static { while (Boolean.TRUE) { java.util.concurrent.locks.LockSupport.parkNanos(1000000); } } Metric m() { return (a, b) -> Measurement.exact(0")
                .provides("hangs.Hangs")
                .write(jars.resolve("hangs.jar"));
        new io.flatness.core.plugin.PluginJar()
                .metric("works.Works", "works", "1")
                .provides("works.Works")
                .write(jars.resolve("works.jar"));
        Plugins found = PluginLoader.load(List.of(jars));
        assertEquals(
                List.of(hangs + ": the plugin did not say within 10.0 s what it provides; a constructor or static"
                        + " initializer of it hangs"),
                found.problems());
        assertTrue(found.registry().metric("works").isPresent());
    }
}
