package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a small experiment, and what other commands make of them. */
class RunTest {
    @TempDir
    private Path folder;

    private Path experiment;

    @BeforeEach
    void writeExperiment() throws IOException {
        experiment = Files.writeString(folder.resolve("small.yaml"), """
                name: small
                seed: 5
                problems:
                  - id: net
                    type: network
                    model: {layers: [64, 3, 10], activation: relu, bias: true}
                    data: {type: digits, samples: 20}
                    loss: cross-entropy
                transforms:
                  - {id: alpha, type: layer-rescaling, layers: [0, 1], alpha: [0.5, 8]}
                metrics:
                  - {id: trace, type: hessian-trace}
                report: {formats: [json]}
                """);
    }

    private record Outcome(int exit, String out, String err) {}

    private Outcome flatness(String... arguments) {
        RecordingConsole recorder = new RecordingConsole(false, 120);
        int exit = Main.commandLine(recorder.console()).execute(arguments);
        return new Outcome(exit, recorder.out(), recorder.err());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void jsonOnStdoutIsTheFileOfResults() throws IOException {
        Outcome outcome = flatness("run", experiment.toString(), "--out", at("run"), "--json", "--quiet");

        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals(Files.readString(folder.resolve("run/results.json")), outcome.out());
        assertEquals("", outcome.err());
    }

    @Test
    void quietPrintsNothing() {
        assertEquals(new Outcome(0, "", ""), flatness("run", experiment.toString(), "--out", at("run"), "--quiet"));
    }

    @Test
    void aFailedExpectationIsExitCode4() {
        Outcome outcome = flatness(
                "run",
                experiment.toString(),
                "--out",
                at("run"),
                "--quiet",
                "--set",
                "expect=[{metric: trace, transform: identity, op: '<', value: 0}]");

        assertEquals(4, outcome.exit());
        assertTrue(outcome.err().startsWith("flatness: expectation failed: "), outcome.err());
    }

    @Test
    void aReportPrintsWhatTheRunPrinted() {
        Outcome run = flatness("run", experiment.toString(), "--out", at("run"));
        Outcome report = flatness("report", at("run"));

        assertEquals(0, report.exit(), report.err());
        assertEquals(run.out().substring(0, run.out().indexOf("Files, in ")), report.out());
    }

    @Test
    void aReportWritesThePageOfAnEarlierRun() {
        flatness("run", experiment.toString(), "--out", at("run"), "--quiet");
        assertEquals(0, flatness("report", at("run"), "--html").exit());
        assertTrue(Files.isRegularFile(folder.resolve("run/report.html")));
    }

    @Test
    void aPageAndRowsAreWrittenUnlessTheExperimentSaysOtherwise() throws IOException {
        Path plain = Files.writeString(
                folder.resolve("plain.yaml"), Files.readString(experiment).replace("report: {formats: [json]}", ""));
        Outcome outcome = flatness("run", plain.toString(), "--out", at("run"));
        assertTrue(outcome.out().contains("report.html, results.json, results.csv, timings.json"), outcome.out());
        assertTrue(Files.isRegularFile(folder.resolve("run/report.html")));
        assertEquals(4, Files.readAllLines(folder.resolve("run/results.csv")).size());
    }

    @Test
    void rowsOfAnEarlierRunAreWrittenAsObjects() throws IOException {
        flatness("run", experiment.toString(), "--out", at("run"), "--quiet");
        Outcome outcome = flatness("report", at("run"), "--format", "json-lines");
        assertEquals(0, outcome.exit(), outcome.err());
        List<String> lines = Files.readAllLines(folder.resolve("run/results.jsonl"));
        assertEquals(3, lines.size());
        JsonNode row = new ObjectMapper().readTree(lines.get(1));
        assertEquals(0.5, row.path("transformParameters.alpha").doubleValue());
        assertEquals(trace("run", "alpha"), row.path("value").doubleValue());
        assertTrue(row.path("preservation.bitwise").booleanValue());

        Outcome wrong = flatness("report", at("run"), "--format", "jsonlines");
        assertEquals(2, wrong.exit());
        assertTrue(
                wrong.err()
                        .contains("there is no format jsonlines; did you mean json-lines? (allowed: csv, json-lines)"),
                wrong.err());
    }

    /** Under other names: the metric, the transform and the problem. */
    @Test
    void measurementsAreComparedByWhatTheyAre() throws IOException {
        flatness("run", experiment.toString(), "--quiet", "--out", at("a"));
        Path renamed = Files.writeString(
                folder.resolve("renamed.yaml"),
                Files.readString(experiment)
                        .replace("id: net", "id: other")
                        .replace("id: alpha", "id: scaled")
                        .replace("id: trace", "id: sum"));
        // The name of a problem enters its random streams: the weights of A are given to both.
        flatness("export", experiment.toString(), "--transform", "identity", "--to", at("weights.onnx"));
        String weights = "model={file: weights.onnx}";
        flatness("run", experiment.toString(), "--quiet", "--out", at("b"), "--set", "problems.net." + weights);
        flatness("run", renamed.toString(), "--quiet", "--out", at("c"), "--set", "problems.other." + weights);
        assertEquals(
                "3 of 3 measurements the same" + System.lineSeparator(),
                flatness("compare", at("b"), at("c")).out());
        Outcome changed = flatness("compare", at("a"), at("c"), "--tolerance", "1e-9");
        assertEquals(0, changed.exit(), changed.out());
    }

    @Test
    void anExportedPointMeasuresTheSame() throws IOException {
        for (String name : new String[] {"sharp.onnx", "sharp.safetensors"}) {
            Outcome export = flatness(
                    "export",
                    experiment.toString(),
                    "--transform",
                    "alpha",
                    "--set",
                    "transforms.alpha.alpha=0.3",
                    "--to",
                    at(name));
            assertEquals(0, export.exit(), export.err());
            assertEquals("Wrote " + at(name) + " in float64" + System.lineSeparator(), export.out());
        }
        flatness("run", experiment.toString(), "--quiet", "--out", at("a"), "--set", "transforms.alpha.alpha=0.3");
        flatness(
                "run",
                experiment.toString(),
                "--quiet",
                "--out",
                at("b"),
                "--set",
                "problems.net.model={file: sharp.onnx}");
        flatness(
                "run",
                experiment.toString(),
                "--quiet",
                "--out",
                at("c"),
                "--set",
                "problems.net.model={file: sharp.safetensors, layers: [64, 3, 10], activation: relu}");

        double expected = trace("a", "alpha");
        assertEquals(expected, trace("b", "identity"), 1e-13 * expected);
        assertEquals(expected, trace("c", "identity"), 1e-13 * expected);
    }

    private double trace(String run, String transform) {
        for (JsonNode point : Results.read(folder.resolve(run)).path("points")) {
            if (point.path("transform").asText().equals(transform)) {
                return point.path("measurements").path(0).path("value").asDouble();
            }
        }
        throw new AssertionError("no point " + transform);
    }

    @Test
    void anExportOfSeveralPointsAsksWhich() {
        Outcome outcome = flatness("export", experiment.toString(), "--transform", "alpha", "--to", at("x.onnx"));

        assertEquals(2, outcome.exit());
        assertEquals(
                "flatness: several points match: net alpha {layers=[0, 1], alpha=0.5}; net alpha {layers=[0, 1],"
                        + " alpha=8.0}. Choose with --problem, or give a swept parameter one value with --set"
                        + System.lineSeparator(),
                outcome.err());
        assertFalse(Files.exists(folder.resolve("x.onnx")));
    }

    @Test
    void comparedRunsDifferWhereTheyDo() {
        flatness("run", experiment.toString(), "--quiet", "--out", at("a"));
        flatness("run", experiment.toString(), "--quiet", "--out", at("b"));
        flatness("run", experiment.toString(), "--quiet", "--out", at("c"), "--set", "problems.net.loss=mse");

        assertEquals(
                new Outcome(0, "3 of 3 measurements the same, 0 beyond the tolerance 0.0" + System.lineSeparator(), ""),
                flatness("compare", at("a"), at("b"), "--tolerance", "0"));
        Outcome different = flatness("compare", at("a"), at("c"), "--tolerance", "1e-6");
        assertEquals(4, different.exit());
        assertTrue(different.out().contains("net  alpha alpha=0.5  trace"), different.out());
        assertTrue(
                different
                        .out()
                        .endsWith(
                                "0 of 3 measurements the same, 3 beyond the tolerance 1.0E-6" + System.lineSeparator()),
                different.out());
        assertEquals(2, flatness("compare", at("a"), at("nowhere")).exit());
    }
}
