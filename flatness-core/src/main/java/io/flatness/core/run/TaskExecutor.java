package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that runs tasks: this process, another one, a cluster. Thread-safe. */
public interface TaskExecutor {
    /**
     * Runs a task.
     *
     * @return its result, as the journal keeps it
     * @throws java.util.concurrent.CancellationException when the run was interrupted
     */
    ObjectNode execute(Task task);
}
