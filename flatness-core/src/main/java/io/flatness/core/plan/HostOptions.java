package io.flatness.core.plan;

import org.jspecify.annotations.Nullable;

/**
 * What the caller decides about the machine; results do not depend on it. {@code null} leaves it to the experiment file,
 * then to the machine.
 *
 * @param threads number of workers, at least 1
 * @param memoryBytes memory that caches may take
 * @param backend {@code auto} or the name of one that is installed
 */
public record HostOptions(
        @Nullable Integer threads,
        @Nullable Long memoryBytes,
        @Nullable String backend) {
    /** Everything left open. */
    public static final HostOptions DEFAULT = new HostOptions(null, null, null);
}
