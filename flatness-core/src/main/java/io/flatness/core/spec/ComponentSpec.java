package io.flatness.core.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component as written: a problem, a metric, an analysis or one link of a transform.
 *
 * @param id its identifier
 * @param type the name of its type
 * @param typeMark place of the type
 * @param parameters everything that is not a reserved key
 * @param problems identifiers of the problems to which the entry is restricted, or {@code null} for all
 * @param handling how a metric is run
 * @param mark where it starts
 */
public record ComponentSpec(
        String id,
        String type,
        Mark typeMark,
        YamlMap parameters,
        @Nullable List<YamlScalar> problems,
        Handling handling,
        Mark mark) {}
