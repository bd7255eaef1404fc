package io.flatness.core.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as written, with places: pure data, nothing looked up.
 *
 * @param file the file
 * @param name its name
 * @param seed the seed of all random streams
 * @param problems what is measured
 * @param transforms how its points are rewritten
 * @param metrics what is measured of every point
 * @param analyses questions about several measurements
 * @param expectations demands on values
 * @param formats report formats, in the order of the file
 * @param backend {@code auto} or the name of one
 * @param backendMark its place
 * @param threads number of workers, or {@code null} for the machine's
 * @param memoryBytes memory for caches, or {@code null} for a share of the heap
 * @param timeoutSeconds how long a measurement may take, or {@code null}
 */
public record ExperimentSpec(
        Path file,
        String name,
        long seed,
        List<ComponentSpec> problems,
        List<TransformSpec> transforms,
        List<ComponentSpec> metrics,
        List<ComponentSpec> analyses,
        List<ExpectSpec> expectations,
        List<String> formats,
        String backend,
        Mark backendMark,
        @Nullable Integer threads,
        @Nullable Long memoryBytes,
        @Nullable Double timeoutSeconds) {}
