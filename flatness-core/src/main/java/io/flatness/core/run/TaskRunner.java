package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.ComponentCalls;
import io.flatness.core.plan.PlannedProblem;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs tasks of a plan in this process. What a task needs of others it asks of {@link Tasks}. */
final class TaskRunner implements TaskExecutor {
    private final RunPlan plan;
    private final ComponentCalls calls;
    private final Map<String, ProblemRun> runs = new LinkedHashMap<>();
    private final Map<String, Evaluations> evaluations = new LinkedHashMap<>();

    TaskRunner(RunPlan plan, Tasks tasks, Telemetry telemetry) {
        this.plan = plan;
        this.calls = new ComponentCalls(plan.registry());
        for (PlannedProblem problem : plan.problems()) {
            Evaluations counted = telemetry.evaluations(problem.id());
            evaluations.put(problem.id(), counted);
            runs.put(problem.id(), new ProblemRun(problem, plan.host(), tasks, this, counted));
        }
    }

    /** What was counted, by problem. */
    Map<String, Evaluations> evaluations() {
        return evaluations;
    }

    ComponentCalls calls() {
        return calls;
    }

    /**
     * A problem of the plan.
     *
     * @throws IllegalArgumentException when it has none of this id
     */
    ProblemRun problem(String id) {
        ProblemRun run = runs.get(id);
        if (run == null) {
            throw new IllegalArgumentException("the experiment has no problem " + id);
        }
        return run;
    }

    @Override
    public ObjectNode execute(Task task) {
        if (task instanceof Task.Describe describe) {
            return problem(describe.problem()).describe();
        }
        if (task instanceof Task.Solve solve) {
            return problem(solve.problem()).solve();
        }
        if (task instanceof Task.Diagnose diagnose) {
            return problem(diagnose.problem()).diagnose(calls.links(diagnose.chain()));
        }
        if (task instanceof Task.Preserve preserve) {
            return problem(preserve.problem()).preserve(calls.links(preserve.chain()));
        }
        if (task instanceof Task.Measure measure) {
            return problem(measure.problem())
                    .measure(
                            calls.links(measure.chain()),
                            calls.metric(measure.metric()),
                            plan.timeoutSeconds(measure.metric()));
        }
        throw new IllegalArgumentException("the task " + task.key() + " needs the results of others");
    }
}
