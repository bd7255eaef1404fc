package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import java.util.HashMap;
import java.util.Map;

/** Runs each task where it belongs: in this process or in others. */
final class Dispatch implements TaskExecutor {
    private final RunPlan plan;
    private final Tasks tasks;
    private final TaskExecutor local;
    private final Elsewhere elsewhere;

    Dispatch(RunPlan plan, Tasks tasks, TaskExecutor local, Elsewhere elsewhere) {
        this.plan = plan;
        this.tasks = tasks;
        this.local = local;
        this.elsewhere = elsewhere;
    }

    @Override
    public ObjectNode execute(Task task) {
        if (!elsewhere.takes(task)) {
            return local.execute(task);
        }
        Map<Task, ObjectNode> known = new HashMap<>();
        Task solve = new Task.Solve(problem(task));
        tasks.find(solve).ifPresent(solution -> known.put(solve, solution));
        Double timeout = task instanceof Task.Measure measure ? plan.timeoutSeconds(measure.metric()) : null;
        return elsewhere.execute(task, known, timeout);
    }

    private static String problem(Task task) {
        if (task instanceof Task.Measure measure) {
            return measure.problem();
        }
        if (task instanceof Task.Diagnose diagnose) {
            return diagnose.problem();
        }
        if (task instanceof Task.Preserve preserve) {
            return preserve.problem();
        }
        throw new IllegalArgumentException("the task " + task.key() + " stays in its process");
    }
}
