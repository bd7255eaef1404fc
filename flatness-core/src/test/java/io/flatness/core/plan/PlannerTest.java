package io.flatness.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.Experiments;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    private static final String QUADRATIC = "problems: [{id: q, type: test-quadratic, diagonal: [1, 2]}]\n";

    @TempDir
    private Path folder;

    private Experiments experiments;

    @BeforeEach
    void start() {
        experiments = new Experiments(folder);
    }

    @Test
    void allMistakesOfAFileAreReportedTogether() {
        assertEquals(
                List.of(
                        "e.yaml:1:1: an experiment has no key sed; did you mean seed? (allowed: name, seed, problems,"
                                + " transforms, metrics, analyses, expect, report, backend, threads, memory, timeout)",
                        "e.yaml:3:19: there is no problem of type test-quadratc; did you mean test-quadratic? (allowed:"
                                + " test-quadratic)",
                        "e.yaml:4:57: at has 1 numbers but diagonal has 2",
                        "e.yaml:5:5: test-quadratic needs diagonal (the curvatures)",
                        "e.yaml:6:10: two problems have the id b (the first is in line 4); ids are unique",
                        "e.yaml:8:45: factor is -1.0; it must be positive",
                        "e.yaml:10:5: the metric has no type",
                        "e.yaml:11:35: test-trace has no parameter probs; did you mean probes? (allowed: way, probes,"
                                + " factor)",
                        "e.yaml:12:54: the experiment has no problem z; allowed: a, b, c",
                        "e.yaml:14:39: the experiment has no metric traec; did you mean trace? (allowed: trace, m)",
                        "e.yaml:16:35: op is =; allowed: <, <=, >, >=, ==, !=",
                        "e.yaml:17:20: there is no report format htm; did you mean html? (allowed: json, csv, json-lines, html)"),
                experiments.findings("""
                        sed: 3
                        problems:
                          - {id: a, type: test-quadratc}
                          - {id: b, type: test-quadratic, diagonal: [1, 2], at: [1]}
                          - {id: c, type: test-quadratic}
                          - {id: b, type: test-quadratic, diagonal: [1]}
                        transforms:
                          - {id: s, type: test-scaling, factor: [2, -1]}
                        metrics:
                          - {id: m}
                          - {id: trace, type: test-trace, probs: 3}
                          - {id: m, type: test-trace, way: exact, problems: [z]}
                        analyses:
                          - {id: r, type: test-ratio, metric: traec}
                        expect:
                          - {metric: trace, value: 3, op: =}
                        report: {formats: [htm]}
                        """));
    }

    @Test
    void overridesAreTypedAndTheirMistakesNamed() {
        RunPlan plan = experiments.plan(
                QUADRATIC + "metrics: [{id: m, type: test-trace}]\n",
                "metrics.m.probes=7",
                "problems.0.at=[1, 1e-3]",
                "seed=12",
                "metrics.m.way=hutchinson");
        assertEquals(12, plan.seed());
        assertEquals(
                "{way=hutchinson, probes=7, factor=1.0}",
                plan.metrics().get(0).ref().parameters().toString());
        assertEquals(List.of(1.0, 1e-3), plan.problems().get(0).parameters().get("at"));
        plan.close();
        assertEquals(
                List.of(
                        "--set metrics.n.probes=3: metrics has no entry n; allowed: m or an index from" + " 0 to 0",
                        "--set nonsense: an override is key.path=value",
                        "--set seed=x: seed is the text \"x\"; it must be an integer",
                        "--set metrics.m.probes=0: probes is 0; it must be at least 1"),
                experiments.findings(
                        QUADRATIC + "metrics: [{id: m, type: test-trace}]\n",
                        "metrics.n.probes=3",
                        "seed=x",
                        "nonsense",
                        "metrics.m.probes=0"));
    }

    @Test
    void sweepsMultiplyAndProblemsGetSuffixes() {
        try (RunPlan plan = experiments.plan("""
                problems:
                  - {id: q, type: test-quadratic, diagonal: [1], scale: [0.5, 2]}
                  - {id: p, type: test-quadratic, diagonal: [1]}
                transforms:
                  - {id: s, type: test-scaling, factor: [2, 4], problems: [q]}
                  - {id: t, type: test-scaling, factor: 3, problems: [q-0.5, p]}
                metrics:
                  - {id: z, type: test-trace, probes: [1, 2], factor: [1, 2]}
                  - {id: a, type: test-trace, problems: [p]}
                """)) {
            assertEquals(
                    List.of("q-0.5", "q-2", "p"),
                    plan.problems().stream().map(PlannedProblem::id).toList());
            assertEquals(
                    List.of(
                            "q-0.5 identity",
                            "q-0.5 s",
                            "q-0.5 s",
                            "q-0.5 t",
                            "q-2 identity",
                            "q-2 s",
                            "q-2 s",
                            "p identity",
                            "p t"),
                    plan.points().stream()
                            .map(point ->
                                    point.problem().id() + " " + point.ref().id())
                            .toList());
            assertEquals(
                    List.of("a", "z", "z", "z", "z"),
                    plan.metrics().stream().map(metric -> metric.ref().id()).toList());
            assertEquals(7 * 4 + 2 * 5, plan.measurements());
        }
    }

    @Test
    void aPatternBecomesOneProblemAFile() {
        for (String name : List.of("m/b.onnx", "m/a.onnx", "m/deep/c.onnx", "m/note.txt")) {
            experiments.write(name, "x");
        }
        String yaml = "problems: [{id: q, type: test-quadratic, diagonal: [1], model: {file: '%s', factor: [1, 2]}}]\n";
        try (RunPlan plan = experiments.plan(yaml.formatted("m/*.onnx"))) {
            assertEquals(
                    List.of("q-a-1", "q-a-2", "q-b-1", "q-b-2"),
                    plan.problems().stream().map(PlannedProblem::id).toList());
            assertEquals(
                    "{file=m/a.onnx, factor=1.0}",
                    plan.problems().get(0).parameters().get("model").toString());
        }
        try (RunPlan plan = experiments.plan(yaml.formatted("m/**.onnx"))) {
            assertEquals(6, plan.problems().size());
        }
        assertEquals(
                List.of("e.yaml:1:71: model.file is x/*.onnx, which matches no file in x"),
                experiments.findings(yaml.formatted("x/*.onnx")));
    }

    @Test
    void aRefusalIsAPointUnlessTheEntryNamesTheProblem() {
        try (RunPlan plan =
                experiments.plan(QUADRATIC + "transforms: [{id: s, type: test-scaling, factor: [2, 13]}]\n")) {
            assertEquals(
                    "13 is refused by this architecture", plan.points().get(2).refusal());
        }
        assertEquals(
                List.of("e.yaml:2:14: the problem q refuses test-scaling: 13 is refused by this architecture"),
                experiments.findings(
                        QUADRATIC + "transforms: [{id: s, type: test-scaling, factor: 13, problems: [q]}]\n"));
    }

    @Test
    void aParameterThatNoSurfaceFitsIsAFinding() {
        assertEquals(
                List.of("e.yaml:2:60: index is 2; allowed: 0 to 1 (problem q)"),
                experiments.findings(QUADRATIC + "transforms: [{id: s, type: test-scaling, factor: 3, index: 2}]\n"));
    }

    @Test
    void changesOfTheNetworkComeBeforeChangesOfCoordinates() {
        assertEquals(
                List.of("e.yaml:2:82: test-scaling changes the network and must come before the change of coordinates"
                        + " in the chain"),
                experiments.findings(QUADRATIC
                        + "transforms: [{id: c, chain: [{type: test-scaling, factor: 2, coordinates: true},"
                        + " {type: test-scaling, factor: 2}]}]\n"));
    }

    @Test
    void reservedNamesAndShapesOfTheFileAreChecked() {
        assertEquals(
                List.of("e.yaml:1:1: the experiment has no problems; it needs at least one under problems:"),
                experiments.findings("name: x\n"));
        assertEquals(
                List.of("e.yaml:1:1: the file is empty; an experiment has at least problems and metrics"),
                experiments.findings("\n"));
        assertEquals(
                List.of("e.yaml:2:19: the id identity belongs to the untransformed point; choose another"),
                experiments.findings(QUADRATIC + "transforms: [{id: identity, type: test-scaling, factor: 2}]\n"));
        assertEquals(
                List.of(
                        "e.yaml:2:14: the chain has no id",
                        "e.yaml:2:57: a chain has no key type; allowed: id, chain, problems",
                        "e.yaml:3:19: a metric has no chain; only transforms have one"),
                experiments.findings(QUADRATIC
                        + "transforms: [{chain: [{type: test-scaling, factor: 2}], type: x}]\n"
                        + "metrics: [{chain: [], type: test-trace}]\n"));
        assertEquals(
                List.of("e.yaml:2:9: memory is \"lots\"; it must be a size such as 512MB, 2GB or a number of bytes"),
                experiments.findings(QUADRATIC + "memory: lots\n"));
    }

    @Test
    void missingFilesAreFindings() {
        assertEquals(
                List.of("e.yaml:1:64: there is no file data.csv (looked for data.csv)"),
                experiments.findings("problems: [{id: q, type: test-quadratic, diagonal: [1], input: data.csv}]\n"));
        assertEquals(
                "no-such.yaml: there is no such file",
                assertThrows(
                                io.flatness.core.spec.InvalidExperimentException.class,
                                () -> new io.flatness.core.Flatness(io.flatness.core.plugin.Registry.fromClassPath())
                                        .plan(Path.of("no-such.yaml"), List.of(), HostOptions.DEFAULT))
                        .getMessage());
    }
}
