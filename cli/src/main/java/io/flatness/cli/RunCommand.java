package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.Flatness;
import io.flatness.core.RunOptions;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.RunResult;
import io.flatness.core.spec.Visible;
import io.flatness.report.TextReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an experiment and prints what it found. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs an experiment: prints a table, says what was found, and writes everything into a folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness run examples/quickstart.yaml",
            "  flatness run my.yaml --out runs/a --threads 4",
            "  flatness run my.yaml --out runs/a --resume            go on where it was interrupted",
            "  flatness run my.yaml --set metrics.sharp.epsilon=1e-4 --set seed=7",
            "  flatness run my.yaml --json | jq '.points[].loss'"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentOptions experiment = new ExperimentOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the results, new or empty. Default: out/NAME, then out/NAME-2 and so on.")
    private @Nullable Path out;

    @Option(names = "--resume", description = "Go on with an interrupted run in the folder.")
    private boolean resume;

    @Option(names = "--threads", paramLabel = "N", description = "Number of workers; results do not depend on it.")
    private @Nullable Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "Linear algebra: ${COMPLETION-CANDIDATES}.",
            completionCandidates = BackendNames.class)
    private @Nullable String backend;

    @Option(
            names = "--isolate",
            description =
                    "Run the metrics of plugins in a process of their own, which may end, hang or run out of memory;"
                            + " results do not depend on it.")
    private boolean isolate;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Share the work among N processes; results do not depend on it.")
    private int workers;

    @Option(names = "--json", description = "Print results.json instead of the table.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but errors (and, with --json, the results).")
    private boolean quiet;

    @Option(
            names = "--strict-claims",
            description =
                    "End with exit code 4 when an audit finds that a metric breaks its own claim to be invariant.")
    private boolean strictClaims;

    @Option(
            names = "--strict",
            description = "End with exit code 3 unless every point was measured and every measurement gave a number:"
                    + " one that is refused, undefined or not applicable is named.")
    private boolean strict;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads is " + threads + "; it must be at least 1");
        }
        if (workers < 0 || workers > 1024) {
            throw new ParameterException(
                    spec.commandLine(), "--workers is " + workers + "; allowed: 0 (this process alone) to 1024");
        }
        try (Interruption interruption = Interruption.before(this::interrupted)) {
            Flatness flatness = experiment.flatness(console);
            try (RunPlan plan = experiment.plan(flatness, new HostOptions(threads, null, backend))) {
                Path folder = out != null ? out : OutputFolder.forExperiment(plan.name(), resume);
                return run(flatness, plan, folder, interruption);
            }
        }
    }

    private void interrupted() {
        console.err().println("flatness: interrupted while the experiment was read; nothing was written");
        console.flush();
    }

    private int run(Flatness flatness, RunPlan plan, Path folder, Interruption interruption) {
        RunResult result;
        try (Progress progress = quiet ? Progress.silent(console) : Progress.on(console)) {
            interruption.during(plan.host()::cancel, () -> interrupted(progress, folder));
            result = flatness.run(plan, folder, new RunOptions(resume, isolate, workers), progress);
            if (interruption.happened() || result.exit() == ExitCode.INTERRUPTED) {
                interrupted(progress, folder);
                return ExitCode.INTERRUPTED.code();
            }
        }
        List<Path> files = new ArrayList<>(result.files());
        files.addAll(ReportFiles.grids(folder, result.results()));
        if (plan.formats().contains("html")) {
            files.add(0, ReportFiles.write(folder, result.results()));
        }
        if (json) {
            printJson(folder);
        } else if (!quiet) {
            print(result, files, folder);
        }
        result.failedExpectations().forEach(line -> console.err().println("flatness: expectation failed: " + line));
        List<String> missing = strict ? MissingValues.of(result.results()) : List.of();
        missing.forEach(line -> console.err().println("flatness: no value: " + Visible.of(line)));
        if (!missing.isEmpty() && result.exit() == ExitCode.OK) {
            return ExitCode.FAILED_MEASUREMENTS.code();
        }
        List<String> broken = strictClaims ? brokenClaims(result) : List.of();
        broken.forEach(line -> console.err().println("flatness: claim broken: " + line));
        return broken.isEmpty() || result.exit() != ExitCode.OK
                ? result.exit().code()
                : ExitCode.FAILED_EXPECTATIONS.code();
    }

    private static List<String> brokenClaims(RunResult result) {
        List<String> broken = new ArrayList<>();
        for (JsonNode analysis : result.results().path("analyses")) {
            for (JsonNode claim : analysis.path("brokenClaims")) {
                broken.add(analysis.path("problem").asText() + ": " + claim.asText());
            }
        }
        return broken;
    }

    private void interrupted(Progress progress, Path folder) {
        progress.say("interrupted; what is finished is in " + folder + ". Go on with: flatness run " + experiment.file()
                + " --out " + folder + " --resume");
        console.flush();
    }

    private void print(RunResult result, List<Path> files, Path folder) {
        new TextReport(console.page()).print(result.results());
        String names = String.join(
                ", ",
                files.stream().map(file -> folder.relativize(file).toString()).toList());
        console.out().println("Files, in " + folder + ": " + names);
        console.flush();
    }

    private void printJson(Path folder) {
        try {
            console.out().print(Files.readString(folder.resolve("results.json")));
            console.out().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
