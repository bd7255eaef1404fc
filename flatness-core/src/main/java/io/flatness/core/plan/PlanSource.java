package io.flatness.core.plan;

import java.nio.file.Path;
import java.util.List;

/**
 * What a plan was made from: another process that is given the same makes the same plan.
 *
 * @param file the experiment
 * @param overrides entries {@code key.path=value}
 * @param pluginFolders where plugins were looked for
 * @param options what the caller decided about the machine
 */
public record PlanSource(Path file, List<String> overrides, List<Path> pluginFolders, HostOptions options) {
    /** Copies the lists. */
    public PlanSource {
        overrides = List.copyOf(overrides);
        pluginFolders = List.copyOf(pluginFolders);
    }
}
