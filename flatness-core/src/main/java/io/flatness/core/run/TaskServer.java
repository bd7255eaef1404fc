package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Telemetry;

/** The other side of {@link Elsewhere}: runs tasks that arrive as JSON. */
public final class TaskServer {
    private final Tasks tasks;
    private final TaskRunner runner;

    /** A server of a plan's tasks. */
    public TaskServer(RunPlan plan, Telemetry telemetry) {
        this.tasks = new Tasks(telemetry);
        this.runner = new TaskRunner(plan, tasks, telemetry);
    }

    /**
     * A request as {@link #answer} reads it.
     *
     * @param known results that the task needs, by task
     */
    public static ObjectNode request(Task task, java.util.Map<Task, ObjectNode> known) {
        ObjectNode request = task.json();
        known.forEach((one, result) -> {
            ObjectNode entry = request.withArray("known").addObject();
            entry.set("of", one.json());
            entry.set("result", result);
        });
        return request;
    }

    /** Runs the task of a request. */
    public ObjectNode answer(JsonNode request) {
        for (JsonNode entry : request.path("known")) {
            tasks.put(TaskJson.task(entry.path("of")), (ObjectNode) entry.path("result"));
        }
        return runner.execute(TaskJson.task(request));
    }

    /** What a measurement is that ended with its process. */
    public static ObjectNode failed(String reason) {
        return MetricRunner.failed(reason);
    }

    /** What a measurement is that took too long. */
    public static ObjectNode tooLong(double seconds) {
        return TimeLimit.tooLong(seconds);
    }
}
