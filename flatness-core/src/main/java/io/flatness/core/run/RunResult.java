package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run came to.
 *
 * @param exit how it ended
 * @param results the content of {@code results.json}
 * @param failedExpectations one line for each {@code expect} entry that does not hold
 * @param files what was written, in the order in which a person would open it
 */
public record RunResult(ExitCode exit, ObjectNode results, List<String> failedExpectations, List<Path> files) {
    /** Copies the lists. */
    public RunResult {
        failedExpectations = List.copyOf(failedExpectations);
        files = List.copyOf(files);
    }
}
