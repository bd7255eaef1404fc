package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.host.Host;
import io.flatness.core.plan.PlannedAnalysis;
import io.flatness.core.plan.PlannedMetric;
import io.flatness.core.plan.PlannedPoint;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.Telemetry;
import io.flatness.spi.Preservation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Runs a plan: problem by problem, point by point, then the analyses. */
public final class Engine {
    private final RunPlan plan;
    private final Host host;
    private final TaskStore tasks;
    private final Announcer announcer;
    private final Map<String, ProblemRun> runs = new LinkedHashMap<>();
    private final Map<String, Evaluations> evaluations = new LinkedHashMap<>();

    /** An engine for one run. */
    public Engine(RunPlan plan, Journal journal, Telemetry telemetry, RunListener listener) {
        this.plan = plan;
        this.host = plan.host();
        this.tasks = new TaskStore(journal, telemetry);
        this.announcer =
                new Announcer(listener, plan.measurements() + plan.analyses().size());
        for (PlannedProblem problem : plan.problems()) {
            Evaluations counted = telemetry.evaluations(problem.id());
            evaluations.put(problem.id(), counted);
            runs.put(problem.id(), new ProblemRun(problem, host, tasks, counted));
        }
    }

    /** What was counted, by problem. */
    public Map<String, Evaluations> evaluations() {
        return evaluations;
    }

    /** Runs everything; stops early when the run is cancelled, and says so. */
    public Outcome run() {
        Outcome outcome = new Outcome();
        host.notes().forEach(announcer::warning);
        host.progressTo(announcer::fraction);
        try {
            for (PlannedProblem problem : plan.problems()) {
                problem(problem, outcome);
            }
            for (PlannedAnalysis analysis : plan.analyses()) {
                host.checkCancelled();
                analysis(analysis, outcome.analyses());
            }
            outcome.complete();
        } catch (CancellationException e) {
            host.cancel();
        }
        return outcome;
    }

    private void problem(PlannedProblem problem, Outcome outcome) {
        host.checkCancelled();
        ProblemRun run = Objects.requireNonNull(runs.get(problem.id()), "every problem has a run");
        announcer.task("problem " + problem.id());
        ObjectNode description = run.describe();
        outcome.problems().add(description);
        announcer.problem(description);
        List<PlannedPoint> points = plan.pointsOf(problem);
        List<PlannedMetric> metrics = plan.metricsOf(problem);
        PointsInOrder finished = new PointsInOrder(points.size(), point -> {
            outcome.points().add(point);
            announcer.point(point);
        });
        if (run.small()) {
            host.workers().forEach(points.size(), (worker, i) -> finished.put(i, point(run, points.get(i), metrics)));
        } else {
            for (int i = 0; i < points.size(); i++) {
                finished.put(i, point(run, points.get(i), metrics));
            }
        }
    }

    private ObjectNode point(ProblemRun run, PlannedPoint point, List<PlannedMetric> metrics) {
        host.checkCancelled();
        ObjectNode json = Json.object();
        json.put("problem", run.id());
        json.put("transform", point.ref().id());
        json.set("transformParameters", Json.ordered(point.ref().parameters(), "parameters"));
        ObjectNode diagnostics = Json.object();
        String refusal = point.refusal();
        if (refusal == null) {
            diagnostics = run.diagnostics(point.links());
            refusal = diagnostics.has("refused") ? diagnostics.get("refused").asText() : null;
        }
        if (refusal != null) {
            json.put("status", "refused");
            json.put("reason", refusal);
            json.putArray("measurements");
            announcer.finished(point.refusal() == null ? metrics.size() : 0);
            return json;
        }
        json.put("status", "measured");
        json.setAll(diagnostics);
        if (!point.links().isEmpty()) {
            Preservation preservation = run.preservation(point.links());
            json.set("preservation", PreservationCheck.json(preservation));
        }
        ArrayNode measurements = json.putArray("measurements");
        for (PlannedMetric metric : metrics) {
            host.checkCancelled();
            announcer.task(
                    run.id() + " " + point.ref().id() + " " + metric.ref().id());
            ObjectNode measurement = measurements.addObject();
            measurement.put("metric", metric.ref().id());
            measurement.put("type", metric.ref().type());
            measurement.set("parameters", Json.ordered(metric.ref().parameters(), "parameters"));
            measurement.setAll(run.measure(point.links(), metric));
            announcer.finished(1);
        }
        return json;
    }

    private void analysis(PlannedAnalysis analysis, ArrayNode into) {
        announcer.task("analysis " + analysis.id());
        for (ObjectNode entry : AnalysisRunner.run(analysis, plan, runs, tasks)) {
            into.add(entry);
            announcer.analysis(entry);
        }
        announcer.finished(1);
    }
}
