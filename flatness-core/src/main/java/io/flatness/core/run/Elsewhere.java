package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Other processes that run tasks of the same plan. Thread-safe. */
public interface Elsewhere extends AutoCloseable {
    /**
     * Runs a task; what becomes of the process is a part of its result.
     *
     * @param known results that the task needs, by task: training, which need not be done again
     * @param timeoutSeconds how long it may take, or {@code null}
     */
    ObjectNode execute(Task task, Map<Task, ObjectNode> known, @Nullable Double timeoutSeconds);

    /** How many tasks run beside each other. */
    int lanes();

    /** Whether a task belongs there. */
    boolean takes(Task task);

    @Override
    void close();
}
