package io.flatness.core.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.PlanSource;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.Elsewhere;
import io.flatness.core.run.OutputException;
import io.flatness.core.run.Task;
import io.flatness.core.run.TaskServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Processes that plan the same experiment and run its tasks. A process that a task ended is replaced by a new one. */
public final class WorkerProcesses implements Elsewhere {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RunPlan plan;
    private final ObjectNode identity;
    private final Class<?> main;
    private final boolean shareWork;
    private final int count;
    private final boolean isolate;
    private final Semaphore free;
    private final List<WorkerProcess> idle = new ArrayList<>();
    private final List<WorkerProcess> all = new ArrayList<>();
    private boolean closed;

    /**
     * Processes of a plan; each is started when it is first needed.
     *
     * @param identity what must be the same in a process: its numbers would be others otherwise
     * @param main the class that serves
     * @param isolate whether measurements of plugins' metrics run there
     * @param workers number of processes that share all work, or 0
     */
    public WorkerProcesses(RunPlan plan, ObjectNode identity, Class<?> main, boolean isolate, int workers) {
        this.plan = plan;
        this.identity = identity;
        this.main = main;
        this.isolate = isolate;
        this.shareWork = workers > 0;
        this.count = Math.max(1, workers);
        this.free = new Semaphore(count, true);
    }

    @Override
    public int lanes() {
        return shareWork ? count : 1;
    }

    @Override
    public boolean takes(Task task) {
        if (task instanceof Task.Measure measure) {
            return shareWork || plan.isolated(measure.metric(), isolate);
        }
        return shareWork && (task instanceof Task.Diagnose || task instanceof Task.Preserve);
    }

    @Override
    public ObjectNode execute(Task task, Map<Task, ObjectNode> known, @Nullable Double timeoutSeconds) {
        acquire();
        try {
            WorkerProcess worker = take();
            JsonNode answer = worker.ask(TaskServer.request(task, known), plan.host()::checkCancelled, timeoutSeconds);
            if (answer != null && answer.path("result") instanceof ObjectNode result) {
                boolean sound = !result.path("status").asText().equals("failed");
                giveBack(worker, sound);
                return result;
            }
            boolean late = worker.alive() && answer == null;
            giveBack(worker, false);
            plan.host().checkCancelled();
            if (late && timeoutSeconds != null) {
                return TaskServer.tooLong(timeoutSeconds);
            }
            return ended(task, answer, worker);
        } finally {
            free.release();
        }
    }

    private static ObjectNode ended(Task task, @Nullable JsonNode answer, WorkerProcess worker) {
        String what = answer == null
                ? "the process that ran it ended with exit code " + worker.exitCode()
                        + " (System.exit, a crash, or killed)"
                : "the process that ran it answered: " + answer.path("error").asText();
        if (task instanceof Task.Measure) {
            return TaskServer.failed(what);
        }
        throw new OutputException("the task " + task.key() + " failed: " + what);
    }

    private void acquire() {
        try {
            while (!free.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                plan.host().checkCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            plan.host().heedInterrupt();
        }
    }

    private WorkerProcess take() {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return idle.remove(idle.size() - 1);
            }
        }
        WorkerProcess fresh = WorkerProcess.start(main);
        synchronized (this) {
            all.add(fresh);
            if (closed) {
                fresh.end();
            }
        }
        greet(fresh);
        return fresh;
    }

    private void greet(WorkerProcess fresh) {
        JsonNode answer = fresh.ask(hello(), plan.host()::checkCancelled, null);
        if (answer == null || !answer.has("identity")) {
            fresh.end();
            throw new OutputException("a worker process did not start: "
                    + (answer == null
                            ? "it ended with exit code " + fresh.exitCode()
                            : answer.path("error").asText()));
        }
        if (!answer.get("identity").equals(throughText(identity))) {
            fresh.end();
            throw new OutputException(
                    "a worker process sees another experiment, other inputs or another backend than this"
                            + " one: something was changed while it ran");
        }
    }

    private ObjectNode hello() {
        PlanSource source = plan.source();
        ObjectNode hello = MAPPER.createObjectNode();
        hello.put("file", source.file().toAbsolutePath().toString());
        source.overrides().forEach(hello.withArray("overrides")::add);
        source.pluginFolders()
                .forEach(folder ->
                        hello.withArray("plugins").add(folder.toAbsolutePath().toString()));
        hello.put("backend", source.options().backend());
        hello.put("memory", plan.host().memoryBytes());
        int threads = plan.host().workers().workers();
        hello.put("threads", shareWork ? Math.max(1, threads / count) : threads);
        return hello;
    }

    /** A number read from a text has another node type than the same number in memory. */
    private static JsonNode throughText(ObjectNode json) {
        try {
            return MAPPER.readTree(MAPPER.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new AssertionError("JSON can be written and read", e);
        }
    }

    private synchronized void giveBack(WorkerProcess worker, boolean sound) {
        if (sound && !closed) {
            idle.add(worker);
        } else {
            worker.end();
            all.remove(worker);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        all.forEach(WorkerProcess::end);
        all.clear();
    }
}
