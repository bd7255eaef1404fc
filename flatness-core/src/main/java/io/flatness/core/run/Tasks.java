package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.telemetry.Telemetry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Results of tasks: computed once, journaled as they end, found again by a resumed run. */
final class Tasks {
    private final Map<String, ObjectNode> results = new ConcurrentHashMap<>();
    private final BiConsumer<String, ObjectNode> journal;
    private final Telemetry telemetry;

    /** Results that are kept in a journal. */
    Tasks(Journal journal, Telemetry telemetry) {
        this.journal = journal::append;
        this.telemetry = telemetry;
        results.putAll(journal.finished());
    }

    /** Results that nobody keeps. */
    Tasks(Telemetry telemetry) {
        this.journal = (key, result) -> {};
        this.telemetry = telemetry;
    }

    /** What is known of a task. */
    Optional<ObjectNode> find(Task task) {
        return Optional.ofNullable(results.get(task.key())).map(ObjectNode::deepCopy);
    }

    /** Makes known what came out elsewhere. */
    void put(Task task, ObjectNode result) {
        results.putIfAbsent(task.key(), result);
    }

    /** The result of a task; executed, timed and journaled unless it is known. */
    ObjectNode result(Task task, TaskExecutor executor) {
        String key = task.key();
        ObjectNode known = results.get(key);
        if (known == null) {
            known = telemetry.time(key, () -> executor.execute(task));
            journal.accept(key, known);
            results.put(key, known);
        }
        return known.deepCopy();
    }
}
