package io.flatness.core.plan;

import io.flatness.core.plugin.Origin;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import java.util.Map;

/**
 * A problem, opened.
 *
 * @param id its identifier, with the suffix of a sweep
 * @param entry identifier of the entry that it comes from
 * @param type name of its type
 * @param parameters its resolved parameters
 * @param origin where the type comes from
 * @param problem the problem
 * @param context its context
 */
public record PlannedProblem(
        String id,
        String entry,
        String type,
        Map<String, Object> parameters,
        Origin origin,
        Problem problem,
        ProblemContext context) {
    /** Whether a name in {@code problems:} means this problem. */
    public boolean named(String name) {
        return id.equals(name) || entry.equals(name);
    }
}
