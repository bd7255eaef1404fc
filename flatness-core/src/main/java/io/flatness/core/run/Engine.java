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
import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Runs a plan: problem by problem, point by point, then the analyses. */
public final class Engine {
    private final RunPlan plan;
    private final Host host;
    private final Tasks tasks;
    private final TaskRunner local;
    private final TaskExecutor executor;
    private final Announcer announcer;
    private final int lanes;

    /**
     * An engine for one run.
     *
     * @param elsewhere what runs tasks outside this process, those that it takes
     */
    public Engine(RunPlan plan, Journal journal, Telemetry telemetry, RunListener listener, Elsewhere elsewhere) {
        this.plan = plan;
        this.host = plan.host();
        this.tasks = new Tasks(journal, telemetry);
        this.local = new TaskRunner(plan, tasks, telemetry);
        this.executor = new Dispatch(plan, tasks, local, elsewhere);
        this.lanes = elsewhere.lanes();
        this.announcer =
                new Announcer(listener, plan.measurements() + plan.analyses().size());
    }

    /** What was counted in this process, by problem. */
    public Map<String, Evaluations> evaluations() {
        return local.evaluations();
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
                host.heedInterrupt();
                analysis(analysis, outcome.analyses());
            }
            outcome.complete();
        } catch (CancellationException e) {
            host.cancel();
        }
        return outcome;
    }

    private ObjectNode result(Task task) {
        host.heedInterrupt();
        return tasks.result(task, executor);
    }

    private void problem(PlannedProblem problem, Outcome outcome) {
        announcer.task("problem " + problem.id());
        ObjectNode description = result(new Task.Describe(problem.id()));
        Solutions.training(problem.id(), tasks).ifPresent(train -> description.set("train", train));
        outcome.problems().add(description);
        announcer.problem(description);
        List<PlannedPoint> points = plan.pointsOf(problem);
        List<PlannedMetric> metrics = plan.metricsOf(problem);
        PointsInOrder finished = new PointsInOrder(points.size(), point -> {
            outcome.points().add(point);
            announcer.point(point);
        });
        if (lanes > 1) {
            beforehand(points, metrics);
        }
        if (local.problem(problem.id()).small()) {
            host.workers().forEach(points.size(), (worker, i) -> finished.put(i, point(points.get(i), metrics)));
        } else {
            for (int i = 0; i < points.size(); i++) {
                finished.put(i, point(points.get(i), metrics));
            }
        }
    }

    /** Has everything measured that the points need, in other processes beside each other. */
    private void beforehand(List<PlannedPoint> points, List<PlannedMetric> metrics) {
        List<Runnable> diagnoses = new ArrayList<>();
        List<Runnable> rest = new ArrayList<>();
        for (PlannedPoint point : points) {
            if (point.refusal() != null) {
                continue;
            }
            Task.Diagnose diagnose =
                    new Task.Diagnose(point.problem().id(), point.ref().chain());
            diagnoses.add(() -> result(diagnose));
            List<Task> then = new ArrayList<>();
            if (!diagnose.chain().isEmpty()) {
                then.add(new Task.Preserve(diagnose.problem(), diagnose.chain()));
            }
            metrics.forEach(metric -> then.add(new Task.Measure(diagnose.problem(), diagnose.chain(), metric.ref())));
            then.forEach(task -> rest.add(() -> {
                if (!result(diagnose).has("refused")) {
                    result(task);
                }
            }));
        }
        Lanes.run(lanes, diagnoses);
        Lanes.run(lanes, rest);
    }

    private ObjectNode point(PlannedPoint point, List<PlannedMetric> metrics) {
        String problem = point.problem().id();
        List<TransformStep> chain = point.ref().chain();
        ObjectNode json = Json.object();
        json.put("problem", problem);
        json.put("transform", point.ref().id());
        json.set("transformParameters", Json.ordered(point.ref().parameters(), "parameters"));
        ObjectNode diagnostics = Json.object();
        String refusal = point.refusal();
        if (refusal == null) {
            diagnostics = result(new Task.Diagnose(problem, chain));
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
        if (!chain.isEmpty()) {
            json.set("preservation", result(new Task.Preserve(problem, chain)));
        }
        ArrayNode measurements = json.putArray("measurements");
        for (PlannedMetric metric : metrics) {
            announcer.task(problem + " " + point.ref().id() + " " + metric.ref().id());
            ObjectNode measurement = measurements.addObject();
            measurement.put("metric", metric.ref().id());
            measurement.put("type", metric.ref().type());
            measurement.set("parameters", Json.ordered(metric.ref().parameters(), "parameters"));
            measurement.setAll(result(new Task.Measure(problem, chain, metric.ref())));
            announcer.finished(1);
        }
        return json;
    }

    private void analysis(PlannedAnalysis analysis, ArrayNode into) {
        announcer.task("analysis " + analysis.id());
        List<String> problems =
                analysis.problems().stream().map(PlannedProblem::id).toList();
        Task task = new Task.Analyse(analysis.type(), analysis.parameters(), problems);
        // An analysis asks for tasks of its own; it is run where they are dispatched.
        ObjectNode answer = tasks.result(
                task,
                unused ->
                        AnalysisRunner.answer(analysis, new ExperimentContext(analysis, plan, local, tasks, executor)));
        for (ObjectNode entry : AnalysisRunner.entries(analysis, answer)) {
            into.add(entry);
            announcer.analysis(entry);
        }
        announcer.finished(1);
    }
}
