package io.flatness.core.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transform as written: one link, or a chain of them.
 *
 * @param id its identifier
 * @param links what is applied, in order; never empty
 * @param chain whether it was written as a chain
 * @param problems identifiers of the problems to which the entry is restricted, or {@code null} for all
 * @param mark where it starts
 */
public record TransformSpec(
        String id,
        List<ComponentSpec> links,
        boolean chain,
        @Nullable List<YamlScalar> problems,
        Mark mark) {}
