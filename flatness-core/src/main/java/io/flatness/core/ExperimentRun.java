package io.flatness.core;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.report.Provenance;
import io.flatness.core.report.Reports;
import io.flatness.core.report.ResultsJson;
import io.flatness.core.report.Verdict;
import io.flatness.core.run.Engine;
import io.flatness.core.run.ExitCode;
import io.flatness.core.run.Journal;
import io.flatness.core.run.Outcome;
import io.flatness.core.run.OutputException;
import io.flatness.core.run.RunListener;
import io.flatness.core.run.RunResult;
import io.flatness.core.wiring.ExperimentInjector;
import io.flatness.core.worker.WorkerProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One run into one folder, from the first check of the folder to the last file. */
final class ExperimentRun {
    private final RunPlan plan;
    private final Path out;
    private final RunListener listener;

    ExperimentRun(RunPlan plan, Path out, RunListener listener) {
        this.plan = plan;
        this.out = out;
        this.listener = listener;
    }

    RunResult go(RunOptions options) {
        checkFolder(options.resume());
        try (Journal journal = Journal.open(out, identity(plan));
                WorkerProcesses workers = new WorkerProcesses(
                        plan, identity(plan), WorkerMain.class, options.isolate(), options.workers())) {
            Optional<ObjectNode> ended = journal.ended();
            boolean untouched = ended.isPresent()
                    && !ended.get().isEmpty()
                    && Reports.hashes(plan, out).equals(ended.get())
                    && Reports.files(plan, out).stream().allMatch(Files::isRegularFile);
            if (untouched) {
                return finished(ResultsJson.read(out.resolve("results.json")), Reports.files(plan, out));
            }
            ExperimentInjector injector = new ExperimentInjector(plan, journal, listener, workers);
            Engine engine = injector.engine();
            Outcome outcome = engine.run();
            ObjectNode json = ResultsJson.of(plan, outcome);
            if (!outcome.isComplete()) {
                return new RunResult(ExitCode.INTERRUPTED, json, List.of(), List.of());
            }
            List<Path> files = Reports.write(plan, out, json, injector.telemetry(), engine.evaluations());
            journal.end(Reports.hashes(plan, out));
            return finished(json, files);
        }
    }

    private RunResult finished(ObjectNode results, List<Path> files) {
        List<String> failed = Verdict.failedExpectations(plan, results);
        return new RunResult(Verdict.exit(results, failed), results, failed, files);
    }

    private void checkFolder(boolean resume) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new OutputException(out + " is a file; choose a folder for the results");
        }
        boolean empty = isEmpty();
        if (!resume && !empty) {
            throw new OutputException(out + " is not empty; choose another folder, or go on with --resume");
        }
        if (resume && !empty && !Files.exists(Journal.in(out))) {
            throw new OutputException(out + " holds no run to resume; choose another folder");
        }
    }

    private boolean isEmpty() {
        if (!Files.exists(out)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(out)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new OutputException("cannot read the folder " + out + ": " + e.getMessage(), e);
        }
    }

    /** What must be the same for a run to go on. */
    static ObjectNode identity(RunPlan plan) {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.setAll(Provenance.of(plan));
        identity.set("spec", ResultsJson.spec(plan));
        return identity;
    }
}
