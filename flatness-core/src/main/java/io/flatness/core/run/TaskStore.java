package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.telemetry.Telemetry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Results of tasks by key: computed once, journaled as they end, found again by a resumed run. */
final class TaskStore {
    private final Map<String, ObjectNode> results = new ConcurrentHashMap<>();
    private final Journal journal;
    private final Telemetry telemetry;

    TaskStore(Journal journal, Telemetry telemetry) {
        this.journal = journal;
        this.telemetry = telemetry;
        results.putAll(journal.finished());
    }

    Optional<ObjectNode> find(String key) {
        return Optional.ofNullable(results.get(key)).map(ObjectNode::deepCopy);
    }

    /** The result of a task; computed, timed and journaled unless it is known. */
    ObjectNode compute(String key, Supplier<ObjectNode> task) {
        ObjectNode known = results.get(key);
        if (known == null) {
            known = telemetry.time(key, task);
            journal.append(key, known);
            results.put(key, known);
        }
        return known.deepCopy();
    }
}
